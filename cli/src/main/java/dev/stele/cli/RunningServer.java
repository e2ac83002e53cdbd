package dev.stele.cli;

import dev.stele.host.environment.DiskLogStore;
import dev.stele.host.environment.SecureRng;
import dev.stele.host.environment.SystemClock;
import dev.stele.host.environment.SystemThreads;
import dev.stele.host.error.HostException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.EngineCheck;
import dev.stele.polyglot.Watchdog;
import dev.stele.polyglot.js.GuestWarmUp;
import dev.stele.polyglot.js.JsRuntime;
import dev.stele.polyglot.mixed.MixedRuntime;
import dev.stele.polyglot.wasm.WasmRuntime;
import dev.stele.polyglot.wasm.WasmWarmUp;
import dev.stele.server.SteleServer;
import dev.stele.server.http.OutboundRequests;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server within this process, stopped in order when the process is asked to end. */
final class RunningServer {

    private static final int STUCK_EXIT_STATUS = 70;

    private final SteleServer server;
    private final String host;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** How to run. */
    record Options(
            String listen,
            Path dataDir,
            boolean isInMemory,
            Optional<Path> webRoot,
            GuestArguments guests) {}

    private RunningServer(SteleServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /** The HTTP library tells of itself at every start; kept, so that its level stays. */
    private static final Logger HTTP_LOG = Logger.getLogger("io.helidon");

    /** Starts a server; CliException says why it cannot. */
    static RunningServer start(Options options) {
        HTTP_LOG.setLevel(Level.WARNING);
        int colon = options.listen().lastIndexOf(':');
        String host = colon < 0 ? options.listen() : options.listen().substring(0, colon);
        int port = port(colon < 0 ? "3000" : options.listen().substring(colon + 1));
        EngineCheck engine = EngineCheck.run();
        if (engine.interpreted() && !options.guests().isInterpreterAllowed()) {
            throw new CliException(engine.message(), "--allow-interpreter to run all the same");
        }
        Watchdog watchdog = Watchdog.start(RunningServer::guestIsStuck);
        ModuleRuntime runtime = runtime(watchdog);
        try {
            SteleServer server =
                    SteleServer.start(
                            new SteleServer.Config(
                                    host,
                                    port,
                                    options.isInMemory(),
                                    options.webRoot(),
                                    new DiskLogStore(options.dataDir().toAbsolutePath())),
                            new SteleServer.World(
                                    new SystemClock(),
                                    new SecureRng(),
                                    new SystemThreads(),
                                    runtime,
                                    new OutboundRequests(options.guests().reach())));
            RunningServer running = new RunningServer(server, host);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(running::stop));
            return running;
        } catch (HostException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new CliException(
                    "cannot listen on " + options.listen() + ": " + rootMessage(e),
                    "another port: --listen-addr 127.0.0.1:3001");
        }
    }

    /** The languages that this process runs, warmed up. */
    private static ModuleRuntime runtime(Watchdog watchdog) {
        JsRuntime js = JsRuntime.create(watchdog, CallBudgets.DEFAULT);
        WasmRuntime wasm = WasmRuntime.create(watchdog, CallBudgets.DEFAULT);
        GuestWarmUp.run(js)
                .or(() -> WasmWarmUp.run(wasm))
                .ifPresent(problem -> {
                    throw new CliException("the guest engine does not work: " + problem);
                });
        return MixedRuntime.ofAll(js, wasm);
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** A guest that nothing can stop would keep its database for ever. */
    private static void guestIsStuck() {
        Terminal.system().say("a module cannot be stopped: the server ends");
        Runtime.getRuntime().halt(STUCK_EXIT_STATUS);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            throw badPort(text);
        }
        throw badPort(text);
    }

    private static CliException badPort(String text) {
        return new CliException("\"" + text + "\" is no port", "--listen-addr 127.0.0.1:3000");
    }

    /** Where it can be reached. */
    URI url() {
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return URI.create("http://" + reachable + ":" + server.port());
    }

    private void stop() {
        server.close();
        stopped.countDown();
    }

    /** Waits until it is stopped. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }
}
