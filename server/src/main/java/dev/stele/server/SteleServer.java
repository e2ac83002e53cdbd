package dev.stele.server;

import dev.stele.host.environment.Clock;
import dev.stele.host.environment.LogFile;
import dev.stele.host.environment.LogStore;
import dev.stele.host.environment.Rng;
import dev.stele.host.environment.Threads;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.server.auth.TokenKeys;
import dev.stele.server.auth.Tokens;
import dev.stele.server.control.Databases;
import dev.stele.server.http.Arrivals;
import dev.stele.server.http.DirectAnswers;
import dev.stele.server.http.GuardedSockets;
import dev.stele.server.http.OutboundRequests;
import dev.stele.server.http.Routes;
import dev.stele.server.http.SocketLimits;
import dev.stele.server.protocol.Compression;
import dev.stele.server.websocket.Connections;
import dev.stele.server.websocket.SubscribeUpgrade;
import io.helidon.common.context.Context;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.staticcontent.FileSystemHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: databases, tokens, HTTP and WebSocket put together. */
public final class SteleServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SteleServer.class);
    private static final String LOCK_FILE = "stele.pid";
    private static final int HEADER_BYTES_MAX = 65_536;
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(5);

    private final WebServer http;
    private final Databases databases;
    private final Connections connections;
    private final Arrivals arrivals;
    private final LogFile lock;

    /**
     * How to run: {@code port} 0 takes a free one; the files in {@code webRoot} are served at
     * {@code /}.
     */
    public record Config(
            String host,
            int port,
            boolean isInMemory,
            Optional<Path> webRoot,
            LogStore data,
            SocketLimits sockets) {

        /** With the usual limits. */
        public Config(
                String host, int port, boolean isInMemory, Optional<Path> webRoot, LogStore data) {
            this(host, port, isInMemory, webRoot, data, SocketLimits.DEFAULT);
        }
    }

    /** The outside world. */
    public record World(
            Clock clock, Rng rng, Threads threads, ModuleRuntime runtime, HttpSender http) {

        /** Where modules may connect to the public internet. */
        public World(Clock clock, Rng rng, Threads threads, ModuleRuntime runtime) {
            this(clock, rng, threads, runtime, new OutboundRequests(OutboundRequests.Reach.PUBLIC));
        }
    }

    private SteleServer(
            WebServer http,
            Databases databases,
            Connections connections,
            Arrivals arrivals,
            LogFile lock) {
        this.http = http;
        this.databases = databases;
        this.connections = connections;
        this.arrivals = arrivals;
        this.lock = lock;
    }

    /**
     * Opens all databases and then listens.
     *
     * @throws HostException STORAGE_FAILED when another process uses the data folder
     * @throws UncheckedIOException when it cannot listen on the address
     */
    public static SteleServer start(Config config, World world) {
        checkAddress(config);
        LogFile lock = config.data().open(LOCK_FILE);
        if (!lock.tryLock()) {
            lock.close();
            throw new HostException(
                    ErrorCode.STORAGE_FAILED,
                    "another server uses this data folder: " + LOCK_FILE + " is locked");
        }
        if (!Compression.isBrotliAvailable()) {
            LOG.warn("no native brotli library for this machine: such clients get plain messages");
        }
        Tokens tokens = new Tokens(TokenKeys.load(config.data()), world.clock());
        Databases databases =
                new Databases(
                        config.data(),
                        config.isInMemory(),
                        world.runtime(),
                        world.clock(),
                        world.threads(),
                        world.http(),
                        tokens::newDatabaseIdentity);
        databases.openAll();
        Connections connections = new Connections(world.clock());
        SubscribeUpgrade upgrade =
                new SubscribeUpgrade(databases, tokens, connections, world.clock(), world.rng());
        HttpRouting.Builder routing = HttpRouting.builder();
        Routes.register(
                routing,
                new Routes.Parts(
                        tokens, databases, connections, upgrade, world.rng(), world.clock()));
        config.webRoot()
                .ifPresent(root ->
                        routing.register(
                                "/",
                                StaticContentFeature.createService(
                                        FileSystemHandlerConfig.builder()
                                                .location(root)
                                                .welcome("index.html")
                                                .build())));
        Arrivals arrivals = new Arrivals(world.clock());
        Context context = Context.create();
        context.register(arrivals);
        WebServer http =
                WebServer.builder()
                        .serverContext(context)
                        .directHandlers(DirectAnswers.create())
                        .address(address(config.host()))
                        .port(config.port())
                        .shutdownHook(false)
                        .idleConnectionTimeout(IDLE_CONNECTION)
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(
                                new GuardedSockets(
                                        config.sockets(),
                                        arrivals,
                                        Http1Config.builder()
                                                .maxHeadersSize(HEADER_BYTES_MAX)
                                                .maxPrologueLength(HEADER_BYTES_MAX),
                                        upgrade))
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        .routing(routing)
                        .build();
        http.start();
        if (!http.isRunning()) {
            http.stop();
            connections.close();
            databases.close();
            lock.close();
            throw new UncheckedIOException(
                    new BindException("the port was taken while the databases were opened"));
        }
        return new SteleServer(http, databases, connections, arrivals, lock);
    }

    /** The web server only logs that it cannot listen, so the address is tried before. */
    private static void checkAddress(Config config) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(config.host()), config.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException _) {
            throw new HostException(
                    ErrorCode.INVALID_ARGUMENT, "\"" + host + "\" is no address to listen on");
        }
    }

    /** The port that it listens on. */
    public int port() {
        return http.port();
    }

    public Databases databases() {
        return databases;
    }

    @Override
    public void close() {
        http.stop();
        arrivals.close();
        connections.close();
        databases.close();
        lock.close();
    }
}
