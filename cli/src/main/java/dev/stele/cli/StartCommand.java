package dev.stele.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stele start}: runs a server. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Run a server until it is stopped.")
final class StartCommand implements Callable<Integer> {

    @Option(
            names = {"-l", "--listen-addr"},
            paramLabel = "ADDR",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).",
            defaultValue = "127.0.0.1:3000")
    private String listen = "127.0.0.1:3000";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the data is kept (default: ${DEFAULT-VALUE}).",
            defaultValue = "${user.home}/.local/share/stele")
    private Path dataDir = Path.of(".");

    @Option(names = "--in-memory", description = "Keep nothing on disk but the keys.")
    private boolean isInMemory;

    @Option(
            names = "--web-root",
            paramLabel = "DIR",
            description = "Serve the files in this folder at /.")
    private Optional<Path> webRoot = Optional.empty();

    @Option(
            names = "--non-interactive",
            description = "Ask nothing; accepted for compatibility.",
            hidden = true)
    private boolean isNonInteractive;

    @Mixin private GuestArguments guests = new GuestArguments();

    boolean isNonInteractive() {
        return isNonInteractive;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.system();
        RunningServer server =
                RunningServer.start(
                        new RunningServer.Options(listen, dataDir, isInMemory, webRoot, guests));
        terminal.done("stele listens on " + server.url() + ", data in " + dataDir);
        server.awaitStop();
        return 0;
    }
}
