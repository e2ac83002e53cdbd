package dev.stele.conformance.cases;

import java.util.List;
import java.util.Set;

/**
 * One case: what to do over which transports, and what must come of it.
 *
 * @param group the name of its file without the ending
 * @param watched tables that subscribers see besides the usual ones
 * @param isFresh whether it needs a new database
 */
public record Case(
        String group,
        String name,
        Set<Transport> transports,
        boolean isFresh,
        List<String> watched,
        List<Step> steps) {

    /** How a case's calls reach the server. */
    public enum Transport {
        V2,
        V3,
        HTTP;

        public String text() {
            return switch (this) {
                case V2 -> "v2";
                case V3 -> "v3";
                case HTTP -> "http";
            };
        }
    }

    public Case {
        transports = Set.copyOf(transports);
        watched = List.copyOf(watched);
        steps = List.copyOf(steps);
    }

    /** Group and name. */
    public String id() {
        return group + "/" + name;
    }
}
