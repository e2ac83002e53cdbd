package dev.stele.server.recorded;

import java.util.List;

/** The table of all recordings: those replayed, and those left out as a whole. */
final class Summary {

    private Summary() {}

    static String of(List<Verdicts> replayed) {
        StringBuilder out = new StringBuilder("Recorded replies of the reference\n");
        int equal = 0;
        int different = 0;
        int leftOut = 0;
        int wrong = 0;
        for (Verdicts verdicts : replayed) {
            out.append("  ").append(verdicts).append('\n');
            equal += verdicts.equal();
            different += verdicts.different();
            leftOut += verdicts.leftOut();
            wrong += verdicts.wrong();
        }
        for (String[] file : Differences.table("files.tsv", 3)) {
            if (!file[1].equals("replayed")) {
                int replies = Integer.parseInt(file[1]);
                leftOut += replies;
                out.append("  ").append(Verdicts.line(file[0], replies, 0, 0, replies, 0));
                out.append(": ").append(file[2]).append('\n');
            }
        }
        int total = equal + different + leftOut + wrong;
        return out.append(Verdicts.line("all", total, equal, different, leftOut, wrong)).toString();
    }
}
