package dev.stele.server.recorded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recorded replies that Stele does not give: {@code differences.tsv}, with the columns file,
 * number of the reply in it, kind, own reply, reason. The own reply of kind {@code different} must
 * be exactly that, with ⏎ for the end of a line; of kind {@code left-out} it is {@code *}, or
 * {@code none} where no reply comes.
 */
final class Differences {

    /** Why a reply is not the recorded one. */
    enum Kind {
        DIFFERENT,
        LEFT_OUT
    }

    /** One line. */
    record Entry(Kind kind, String own, String reason) {}

    private final Map<String, Entry> entries = new HashMap<>();

    private Differences() {}

    static Differences load() {
        Differences all = new Differences();
        for (String[] column : table("differences.tsv", 5)) {
            Kind kind =
                    switch (column[2]) {
                        case "different" -> Kind.DIFFERENT;
                        case "left-out" -> Kind.LEFT_OUT;
                        default -> throw new IllegalArgumentException("kind " + column[2]);
                    };
            Entry entry = new Entry(kind, column[3].replace("⏎", "\n"), column[4]);
            if (all.entries.put(column[0] + " " + column[1], entry) != null) {
                throw new IllegalArgumentException("twice: " + column[0] + " " + column[1]);
            }
        }
        return all;
    }

    /** The lines of a table, comments left out, each with {@code columns} columns. */
    static List<String[]> table(String resource, int columns) {
        List<String[]> out = new ArrayList<>();
        for (String line : Recording.text(resource).lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] column = line.split("\t", -1);
            if (column.length != columns) {
                throw new IllegalArgumentException(resource + ": " + line);
            }
            out.add(column);
        }
        return out;
    }

    Optional<Entry> of(String file, int number) {
        return Optional.ofNullable(entries.get(file + " " + number));
    }

    /** The entries for {@code file}, which must all have been needed. */
    List<Integer> numbers(String file) {
        return entries.keySet().stream()
                .filter(key -> key.startsWith(file + " "))
                .map(key -> Integer.parseInt(key.substring(file.length() + 1)))
                .sorted()
                .toList();
    }
}
