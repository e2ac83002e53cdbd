package dev.stele.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64URL;
import dev.stele.host.environment.DiskLogStore;
import dev.stele.host.environment.SecureRng;
import dev.stele.host.environment.SystemThreads;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.Watchdog;
import dev.stele.polyglot.js.JsRuntime;
import dev.stele.polyglot.mixed.MixedRuntime;
import dev.stele.polyglot.wasm.WasmRuntime;
import dev.stele.server.auth.IdentityClaims;
import dev.stele.server.auth.TokenKeys;
import dev.stele.server.auth.Tokens;
import dev.stele.server.http.OutboundRequests;
import dev.stele.server.http.SocketLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A real server on a free port, with {@link ConstraintsRuntime} for JavaScript. */
public final class TestServer implements AutoCloseable {

    public static final String OWNER = "owner";

    private static final Watchdog WATCHDOG =
            Watchdog.start(() -> {
                throw new IllegalStateException("a guest cannot be stopped");
            });

    private static final ModuleRuntime WASM = WasmRuntime.create(WATCHDOG, CallBudgets.DEFAULT);

    private final SettableClock clock = new SettableClock();
    private final ConstraintsRuntime runtime = new ConstraintsRuntime();
    private final SteleServer server;
    private final TokenKeys keys;

    private TestServer(Path folder, Optional<Path> webRoot, SocketLimits sockets) {
        this(
                folder,
                webRoot,
                sockets,
                Optional.empty(),
                new OutboundRequests(OutboundRequests.Reach.PUBLIC));
    }

    private TestServer(
            Path folder,
            Optional<Path> webRoot,
            SocketLimits sockets,
            Optional<ModuleRuntime> javaScript,
            HttpSender http) {
        DiskLogStore data = new DiskLogStore(folder);
        server =
                SteleServer.start(
                        new SteleServer.Config("127.0.0.1", 0, true, webRoot, data, sockets),
                        new SteleServer.World(
                                clock,
                                new SecureRng(),
                                new SystemThreads(),
                                MixedRuntime.ofAll(javaScript.orElse(runtime), WASM),
                                http));
        keys = TokenKeys.load(data);
    }

    public static TestServer start(Path folder) {
        return start(folder, SocketLimits.DEFAULT);
    }

    /** A server that runs real JavaScript, with short budgets. */
    public static TestServer startWithJavaScript(Path folder) {
        return startWithJavaScript(folder, OutboundRequests.Reach.PUBLIC);
    }

    /** The same, and its modules connect to what is in {@code reach}. */
    public static TestServer startWithJavaScript(Path folder, OutboundRequests.Reach reach) {
        CallBudgets budgets =
                new CallBudgets(Duration.ofSeconds(1), Duration.ofSeconds(6), 64L << 20);
        return new TestServer(
                folder,
                Optional.empty(),
                SocketLimits.DEFAULT,
                Optional.of(JsRuntime.create(WATCHDOG, budgets)),
                new OutboundRequests(reach));
    }

    /** A server that takes so many connections. */
    public static TestServer start(Path folder, SocketLimits sockets) {
        return new TestServer(folder, Optional.empty(), sockets);
    }

    /** A server that also serves the files in {@code webRoot}. */
    public static TestServer start(Path folder, Path webRoot) {
        return new TestServer(folder, Optional.of(webRoot), SocketLimits.DEFAULT);
    }

    /** The module whose source is {@code source}. */
    public static Program typescript(String source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "stele-module.json", "{\"entry\":\"index.ts\",\"links\":{}}");
            entry(zip, "index.ts", source);
        }
        return new Program(Program.Kind.JS, Bytes.wrap(bytes.toByteArray()));
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    public int port() {
        return server.port();
    }

    public SettableClock clock() {
        return clock;
    }

    public ConstraintsRuntime runtime() {
        return runtime;
    }

    /** Publishes the test's module as {@code name} in the name of the user "owner". */
    public Identity publish(String name) {
        return publish(OWNER, name, ConstraintsRuntime.PROGRAM);
    }

    /** Publishes {@code program} as {@code name} in the name of the user {@code user}. */
    public Identity publish(String user, String name, Program program) {
        return server.databases()
                .publish(identity(user), Optional.of(name), program)
                .database()
                .identity();
    }

    /** Calls a reducer over HTTP in the name of the user {@code user}. */
    public RawHttp.Response call(String user, String database, String reducer, String args)
            throws IOException {
        return RawHttp.send(
                port(),
                "POST",
                "/v1/database/" + database + "/call/" + reducer,
                Map.of(
                        "Authorization",
                        "Bearer " + token(user),
                        "Content-Type",
                        "application/json"),
                args.getBytes(StandardCharsets.UTF_8));
    }

    /** The identity of the recorded user {@code user}. */
    public static Identity identity(String user) {
        return IdentityClaims.identity(Tokens.ISSUER, "golden-" + user);
    }

    /** A token for the recorded user {@code user}, with the claims in the recorded order. */
    public String token(String user) {
        return sign(
                "{\"sub\":\"golden-"
                        + user
                        + "\",\"iss\":\"localhost\",\"aud\":[\"spacetimedb\"],"
                        + "\"iat\":1700000000,\"exp\":null}");
    }

    /** A token with exactly {@code payload}, signed by this server. */
    public String sign(String payload) {
        return sign("{\"typ\":\"JWT\",\"alg\":\"ES256\"}", payload);
    }

    /** A token with exactly {@code header} and {@code payload}, signed by this server. */
    public String sign(String header, String payload) {
        String signed = Base64URL.encode(header) + "." + Base64URL.encode(payload);
        try {
            return signed
                    + "."
                    + new ECDSASigner(keys.signing())
                            .sign(
                                    new JWSHeader(JWSAlgorithm.ES256),
                                    signed.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public TokenKeys keys() {
        return keys;
    }

    @Override
    public void close() {
        server.close();
    }
}
