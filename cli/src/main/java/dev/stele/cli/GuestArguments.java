package dev.stele.cli;

import dev.stele.server.http.OutboundRequests.Reach;
import picocli.CommandLine.Option;

/** What the modules of a server within this process may do. */
final class GuestArguments {

    @Option(
            names = "--module-http",
            paramLabel = "REACH",
            description =
                    "Where procedures may send HTTP requests: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}).",
            defaultValue = "public")
    private Reach reach = Reach.PUBLIC;

    @Option(
            names = "--allow-interpreter",
            description = "Run although guest code is only interpreted.")
    private boolean isInterpreterAllowed;

    Reach reach() {
        return reach;
    }

    boolean isInterpreterAllowed() {
        return isInterpreterAllowed;
    }
}
