package dev.stele.host.schema.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hand-made definitions against what the reference server answered to publishing each. */
class PublishInvalidTest {

    private static final String SHORTER_TYPES = "types in the notation of the other texts";
    private static final String NO_PREFIXES = "the decoder's words without nested prefixes";

    /** Why our answer differs, by case. Everything else must be equal, text included. */
    private static final Map<String, String> ON_PURPOSE =
            Map.ofEntries(
                    Map.entry(
                            "two columns of the same name",
                            "refused: no query could name the second column"),
                    Map.entry("index without columns", "refused: it could find nothing"),
                    Map.entry("sequence increment 0", "refused: it killed the reference"),
                    Map.entry("init with a parameter", "refused: nobody could give the argument"),
                    Map.entry("schedule: wrong column", SHORTER_TYPES),
                    Map.entry("schedule: column out of range", SHORTER_TYPES),
                    Map.entry("schedule: no primary key", SHORTER_TYPES),
                    Map.entry("schedule: primary key not u64", SHORTER_TYPES),
                    Map.entry("empty definition", NO_PREFIXES),
                    Map.entry("definition tag 9", NO_PREFIXES),
                    Map.entry("definition truncated", NO_PREFIXES));

    /** Cases that only somebody who reads SQL can decide: here they must pass. */
    private static final Set<String> FOR_THE_QUERY_LAYER =
            Set.of(
                    "RLS: syntax error",
                    "RLS: unknown table",
                    "RLS: projection",
                    "RLS: private table",
                    "RLS: wrong type");

    private record Case(String name, boolean isAccepted, Bytes definition, String text) {}

    private static List<Case> cases() throws IOException {
        try (InputStream in =
                PublishInvalidTest.class.getResourceAsStream(
                        "/dev/stele/host/schema/publish-invalid.tsv")) {
            assertThat(in).isNotNull();
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return all.lines()
                    .map(line -> line.split("\t", -1))
                    .map(parts ->
                            new Case(
                                    parts[0],
                                    parts[1].equals("accepted"),
                                    Bytes.ofHex(parts[2]),
                                    parts[3].replace("\\n", "\n").replace("\\\\", "\\")))
                    .toList();
        }
    }

    /** The text of the refusal, empty when the definition is accepted. */
    private static Optional<String> refusal(Bytes definition) {
        try {
            ModuleDefValidator.validate(RawModuleDefCodec.decode(definition));
            return Optional.empty();
        } catch (InvalidModuleException | DecodeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void answersAsTheReferenceExceptOnPurpose() throws IOException {
        int equal = 0;
        int passedOn = 0;
        List<String> onPurpose = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Case c : cases()) {
            Optional<String> refusal = refusal(c.definition());
            boolean isEqual =
                    c.isAccepted() ? refusal.isEmpty() : refusal.equals(Optional.of(c.text()));
            String reason = ON_PURPOSE.get(c.name());
            if (FOR_THE_QUERY_LAYER.contains(c.name()) && refusal.isEmpty()) {
                passedOn++;
            } else if (isEqual && reason == null) {
                equal++;
            } else if (!isEqual && reason != null) {
                onPurpose.add(c.name() + ": " + reason + "; now: " + refusal.orElse("accepted"));
            } else {
                wrong.add(
                        c.name()
                                + "\n  expected "
                                + (c.isAccepted() ? "accepted" : c.text())
                                + "\n  got      "
                                + refusal.orElse("accepted"));
            }
        }
        String summary =
                equal
                        + " of "
                        + (equal + passedOn + onPurpose.size() + wrong.size())
                        + " equal, "
                        + onPurpose.size()
                        + " different on purpose, "
                        + passedOn
                        + " passed on to the query layer, "
                        + wrong.size()
                        + " wrong\n"
                        + String.join("\n", onPurpose);
        System.out.println(summary);
        assertThat(wrong).as(summary).isEmpty();
    }
}
