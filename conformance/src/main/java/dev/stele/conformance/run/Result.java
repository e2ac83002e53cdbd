package dev.stele.conformance.run;

import java.util.List;

/** What came of one case in one language over one transport. */
public sealed interface Result {

    record Passed(Trace trace, long millis) implements Result {}

    record Failed(List<String> problems, Trace trace, long millis) implements Result {

        public Failed {
            problems = List.copyOf(problems);
        }
    }

    /** It could not be run here, for a reason that is no fault. */
    record LeftOut(String why) implements Result {}

    /** It should have been run, and was not. */
    record Missing() implements Result {}
}
