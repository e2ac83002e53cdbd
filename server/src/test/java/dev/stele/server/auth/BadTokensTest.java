package dev.stele.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.stele.server.RawHttp;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import dev.stele.server.websocket.Bystander;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tokens that must not be accepted, in the header of a request, in its query and in the upgrade to
 * a WebSocket: each is a 401 with a reason, never an anonymous user.
 */
final class BadTokensTest {

    private static final String ES256 = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";
    private static final String GOOD = "{\"sub\":\"s\",\"iss\":\"localhost\",\"iat\":1700000000}";

    @TempDir private static Path folder;
    private static TestServer server;
    private static Bystander bystander;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder);
        server.publish("tokens");
        bystander = Bystander.join(server, "tokens");
    }

    @AfterAll
    static void stop() throws IOException {
        bystander.close();
        server.close();
    }

    private static void isRefused(String token, String reason) throws IOException {
        String path = "/v1/database/tokens/call/noop";
        Map<String, String> json = Map.of("Content-Type", "application/json");
        Map<String, String> withHeader = new LinkedHashMap<>(json);
        withHeader.put("Authorization", "Bearer " + token);
        byte[] noArguments = "[]".getBytes(StandardCharsets.UTF_8);
        int calls = server.runtime().calls();
        is401(RawHttp.send(server.port(), "POST", path, withHeader, noArguments), reason);
        is401(
                RawHttp.send(server.port(), "POST", path + "?token=" + token, json, noArguments),
                reason);
        String subscribe = "/v1/database/tokens/subscribe";
        try (RawWebSocket socket =
                        RawWebSocket.open(server.port(), subscribe, "v2.bsatn.spacetimedb", token);
                RawWebSocket byQuery =
                        RawWebSocket.open(
                                server.port(),
                                subscribe + "?token=" + token,
                                "v2.bsatn.spacetimedb",
                                "")) {
            is401(socket.handshake(), reason);
            is401(byQuery.handshake(), reason);
        }
        assertThat(server.runtime().calls()).isEqualTo(calls);
        bystander.call();
    }

    private static void is401(RawHttp.Response response, String reason) {
        assertThat(response.status()).as(response.body()).isEqualTo(401);
        assertThat(response.body()).startsWith(reason);
        assertThat(response.header("spacetime-identity-token")).isEmpty();
    }

    @Test
    void aGoodTokenIsAccepted() throws IOException {
        assertThat(server.call("alice", "tokens", "noop", "[]").status()).isEqualTo(200);
        Map<String, String> header = Map.of("Authorization", "Bearer " + server.sign(ES256, GOOD));
        assertThat(RawHttp.send(server.port(), "GET", "/v1/ping", header, new byte[0]).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "..",
                "a.b",
                "a.b.c.d",
                "e30.e30.",
                "e30.e30.e30",
                "!!!.???.***",
                "eyJhbGciOiJFUzI1NiJ9..",
                "null",
                "eyJhbGciOiJFUzI1NiJ9.bm90IGpzb24.AAAA"
            })
    void garbage(String token) throws IOException {
        isRefused(token, "Invalid token: ");
    }

    /** Signed by this very server, so that only the claims are wrong. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    no subject             | {"iss":"localhost","iat":1}                              | Invalid token: JSON error: missing field `sub`
                    no issuer              | {"sub":"s","iat":1}                                      | Invalid token: JSON error: missing field `iss`
                    no time of issue       | {"sub":"s","iss":"localhost"}                            | Invalid token: JSON error: missing field `iat`
                    empty subject          | {"sub":"","iss":"localhost","iat":1}                     | Subject empty
                    subject that is number | {"sub":7,"iss":"localhost","iat":1}                      | Invalid token: JSON error: invalid type
                    issuer that is null    | {"sub":"s","iss":null,"iat":1}                           | Invalid token: JSON error: invalid type
                    empty issuer           | {"sub":"s","iss":"","iat":1}                             | Error fetching public key for issuer
                    time that is a text    | {"sub":"s","iss":"localhost","iat":"1"}                  | Invalid token: JSON error: invalid type
                    expiry that is a text  | {"sub":"s","iss":"localhost","iat":1,"exp":"never"}      | Invalid token: JSON error: invalid type
                    expired                | {"sub":"s","iss":"localhost","iat":1,"exp":1000}         | Invalid token: ExpiredSignature
                    expired before 1970    | {"sub":"s","iss":"localhost","iat":1,"exp":-1}           | Invalid token: ExpiredSignature
                    not valid yet          | {"sub":"s","iss":"localhost","iat":1,"nbf":99999999999}  | Invalid token: ImmatureSignature
                    two subjects           | {"sub":"s","sub":"t","iss":"localhost","iat":1}          | Invalid token: JSON error
                    no object              | ["s"]                                                    | Invalid token: JSON error
                    empty                  | EMPTY                                                    | Invalid token: JSON error
                    not JSON               | {"sub":"s"                                               | Invalid token: JSON error
                    identity of another    | {"sub":"s","iss":"localhost","iat":1,"hex_identity":"c2000000000000000000000000000000000000000000000000000000000000000"} | Invalid token: JSON error: invalid value
                    identity that differs  | {"sub":"s","iss":"localhost","iat":1,"hex_identity":"c200000000000000000000000000000000000000000000000000000000000000"} | Identity mismatch
                    """)
    void claims(String what, String payload, String reason) throws IOException {
        isRefused(server.sign(ES256, payload.replace("EMPTY", "")), reason);
    }

    @Test
    void claimsThatAreTooLong() throws IOException {
        String tooLong = "x".repeat(129);
        isRefused(
                server.sign(ES256, "{\"sub\":\"" + tooLong + "\",\"iss\":\"localhost\",\"iat\":1}"),
                "Subject too long");
        isRefused(
                server.sign(ES256, "{\"sub\":\"s\",\"iss\":\"" + tooLong + "\",\"iat\":1}"),
                "Error fetching public key for issuer");
        String longExtra = "{\"x\":\"" + "y".repeat(20_000) + "\"," + GOOD.substring(1);
        isRefused(server.sign(ES256, longExtra), "Invalid token: InvalidToken");
    }

    /** The algorithm is the server's to choose, whatever a header says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"\"}",
                "{\"typ\":\"JWT\"}",
                "{\"alg\":\"ES384\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"HS256\"}",
                "{\"alg\":null}",
                "{\"alg\":[\"ES256\"]}",
                "{\"alg\":\"ES256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"alg\":\"none\"}"
            })
    void headers(String header) throws IOException {
        isRefused(server.sign(header, GOOD), "Invalid token: ");
        String unsigned = server.sign(header, GOOD);
        isRefused(unsigned.substring(0, unsigned.lastIndexOf('.') + 1), "Invalid token: ");
    }

    /** The public key, which everybody knows, as the secret of a MAC. */
    @Test
    void thePublicKeyIsNoSecret() throws IOException, JOSEException {
        String signed = Base64URL.encode("{\"alg\":\"HS256\"}") + "." + Base64URL.encode(GOOD);
        byte[] secret = server.keys().publicPem().getBytes(StandardCharsets.UTF_8);
        String mac =
                new MACSigner(secret)
                        .sign(
                                new JWSHeader(JWSAlgorithm.HS256),
                                signed.getBytes(StandardCharsets.US_ASCII))
                        .toString();
        isRefused(signed + "." + mac, "Invalid token: InvalidSignature");
    }

    /** A key of the attacker's own, named in every way that a header knows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"ES256\",\"jwk\":KEY}",
                "{\"alg\":\"ES256\",\"jku\":\"http://127.0.0.1:1/keys\"}",
                "{\"alg\":\"ES256\",\"x5u\":\"file:///etc/passwd\"}",
                "{\"alg\":\"ES256\",\"kid\":\"../../../../dev/null\"}"
            })
    void anotherKey(String header) throws IOException, JOSEException {
        var key = new ECKeyGenerator(Curve.P_256).generate();
        String named = header.replace("KEY", key.toPublicJWK().toJSONString());
        for (String issuer : new String[] {"localhost", "http://127.0.0.1:1"}) {
            String payload = GOOD.replace("localhost", issuer);
            String signed = Base64URL.encode(named) + "." + Base64URL.encode(payload);
            String signature =
                    new ECDSASigner(key)
                            .sign(
                                    new JWSHeader(JWSAlgorithm.ES256),
                                    signed.getBytes(StandardCharsets.US_ASCII))
                            .toString();
            isRefused(
                    signed + "." + signature,
                    issuer.equals("localhost")
                            ? "Invalid token: InvalidSignature"
                            : "Error fetching public key for issuer " + issuer);
        }
    }

    /** Signatures of ES256 are two numbers of 32 bytes; with zeros a bad verifier says yes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 128})
    void signaturesOfZeros(int length) throws IOException {
        String token = server.sign(ES256, GOOD);
        String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
        isRefused(unsigned + Base64URL.encode(new byte[length]), "Invalid token: ");
    }

    @Test
    void everyBitOfTheSignatureCounts() throws IOException {
        String token = server.sign(ES256, GOOD);
        int start = token.lastIndexOf('.') + 1;
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(start));
        for (int at = 0; at < signature.length; at += 3) {
            byte[] changed = signature.clone();
            changed[at] ^= 1;
            isRefused(
                    token.substring(0, start) + Base64URL.encode(changed),
                    "Invalid token: InvalidSignature");
        }
    }

    @Test
    void signedClaimsCannotBeExchanged() throws IOException {
        String token = server.token("alice");
        String signature = token.substring(token.lastIndexOf('.'));
        String other = server.token("owner");
        isRefused(
                other.substring(0, other.lastIndexOf('.')) + signature,
                "Invalid token: InvalidSignature");
    }

    /** A token that was seen as valid, and then expired. */
    @Test
    void aTokenExpiresAlthoughItIsRemembered() throws IOException {
        long now = server.clock().seconds();
        String token =
                server.sign(
                        ES256,
                        GOOD.replace(
                                "\"iat\":1700000000",
                                "\"iat\":" + now + ",\"exp\":" + (now + 100)));
        Map<String, String> header = Map.of("Authorization", "Bearer " + token);
        assertThat(RawHttp.send(server.port(), "GET", "/v1/ping", header, new byte[0]).status())
                .isEqualTo(200);
        server.clock().advanceSeconds(200);
        isRefused(token, "Invalid token: ExpiredSignature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "bearer", "Token x", "x"})
    void otherAuthorizationHeaders(String header) throws IOException {
        RawHttp.Response response =
                RawHttp.send(
                        server.port(),
                        "GET",
                        "/v1/ping",
                        Map.of("Authorization", header),
                        new byte[0]);
        assertThat(response.status()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("Authorization is invalid: malformed token");
    }
}
