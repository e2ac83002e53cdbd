package dev.stele.server.recorded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts the replies of one recording by how they compare. */
final class Verdicts {

    private final String file;
    private final Differences differences;
    private final Set<Integer> seen = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Integer> unexpectedlyEqual = new ArrayList<>();
    private int equal;
    private int different;
    private int leftOut;

    Verdicts(String file, Differences differences) {
        this.file = file;
        this.differences = differences;
    }

    String file() {
        return file;
    }

    Optional<Differences.Entry> listed(int number) {
        return differences.of(file, number);
    }

    /** Counts reply {@code number}, to a request that is described by {@code what}. */
    void count(int number, String what, String expected, String actual) {
        seen.add(number);
        Optional<Differences.Entry> listed = listed(number);
        if (listed.isEmpty()) {
            if (expected.equals(actual)) {
                equal++;
            } else {
                wrong.add(describe(number, what, expected, actual));
            }
            return;
        }
        if (expected.equals(actual)) {
            unexpectedlyEqual.add(number);
        }
        switch (listed.get().kind()) {
            case DIFFERENT -> {
                if (listed.get().own().equals(withoutHeaders(actual)) && !expected.equals(actual)) {
                    different++;
                } else {
                    wrong.add(describe(number, what, "own " + listed.get().own(), actual));
                }
            }
            case LEFT_OUT -> leftOut++;
        }
    }

    /** The status and body of a reply over HTTP; another reply as it is. */
    static String withoutHeaders(String reply) {
        int end = reply.indexOf("\n\n");
        return end < 0
                ? reply
                : reply.substring(0, reply.indexOf('\n')) + " " + reply.substring(end + 2);
    }

    private String describe(int number, String what, String expected, String actual) {
        return "%n%s\t%d\t%s%n  expected %s%n  actual   %s%n"
                .formatted(file, number, what, expected, actual);
    }

    /** What is wrong: replies, and lines of the list that nothing needed. */
    List<String> problems() {
        List<String> all = new ArrayList<>(wrong);
        for (int number : differences.numbers(file)) {
            if (!seen.contains(number)) {
                all.add(file + " " + number + " is listed as a difference, but is no reply");
            }
        }
        return all;
    }

    int equal() {
        return equal;
    }

    int different() {
        return different;
    }

    int leftOut() {
        return leftOut;
    }

    int wrong() {
        return wrong.size();
    }

    int total() {
        return equal + different + leftOut + wrong.size();
    }

    /** Left out, yet equal: the list may be shortened. */
    List<Integer> unexpectedlyEqual() {
        return unexpectedlyEqual;
    }

    static String line(String name, int total, int equal, int different, int leftOut, int wrong) {
        return "%s: %d of %d equal, %d different on purpose, %d left out, %d wrong"
                .formatted(name, equal, total, different, leftOut, wrong);
    }

    @Override
    public String toString() {
        return line(file, total(), equal, different, leftOut, wrong.size())
                + (unexpectedlyEqual.isEmpty() ? "" : "; listed, but equal: " + unexpectedlyEqual);
    }
}
