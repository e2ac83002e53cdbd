package dev.stele.host.satsjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.ProcedureDef;
import dev.stele.host.schema.ReducerDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Arguments of calls over HTTP against what the reference said to each. */
class RecordedCallsTest {

    /** The reference garbles lists of names; ours are in order. Only these texts may differ. */
    private static boolean isListOfNames(String text) {
        return text.contains(", expected , `");
    }

    private static Product params(ModuleDef module, String function) {
        return module.reducer(function)
                .map(ReducerDef::params)
                .or(() -> module.procedure(function).map(ProcedureDef::params))
                .orElseThrow();
    }

    private static Optional<String> refusal(String json, String function, Product params) {
        try {
            ArgsReader.read(json, function, params);
            return Optional.empty();
        } catch (SatsJsonException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void acceptsAndRefusesAsTheReference() {
        Map<String, ModuleDef> modules = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        List<String> onPurpose = new ArrayList<>();
        int equal = 0;
        for (String[] line : Described.lines("calls.tsv")) {
            ModuleDef module = modules.computeIfAbsent(line[0], Described::module);
            String function = line[1];
            String expected = line[4];
            Optional<String> refusal = refusal(line[3], function, params(module, function));
            String got = refusal.orElse("");
            if (got.equals(expected)) {
                equal++;
            } else if (isListOfNames(expected)
                    && got.startsWith(expected.substring(0, expected.indexOf(", expected")))
                    && got.endsWith(expected.substring(expected.indexOf(" at line")))) {
                onPurpose.add(expected + "\n  now " + got);
            } else {
                wrong.add(line[3] + "\n  expected " + expected + "\n  got      " + got);
            }
        }
        String summary =
                equal
                        + " of "
                        + (equal + onPurpose.size() + wrong.size())
                        + " equal, "
                        + onPurpose.size()
                        + " different on purpose (names listed in order), "
                        + wrong.size()
                        + " wrong\n"
                        + String.join("\n", onPurpose);
        System.out.println(summary);
        assertThat(wrong).as(summary).isEmpty();
        assertThat(equal).isGreaterThan(100);
    }
}
