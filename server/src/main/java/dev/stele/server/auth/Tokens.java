package dev.stele.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.stele.host.environment.Clock;
import dev.stele.host.sats.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Mints and validates tokens. Safe for use by many threads. */
public final class Tokens {

    /** The issuer of tokens that this server mints. */
    public static final String ISSUER = "localhost";

    /** Length of a token, in characters. */
    public static final int TOKEN_CHARS_MAX = 16_384;

    /** Verified tokens that are remembered: some 16 MiB where tokens are as long as they may be. */
    private static final int VERIFIED_TOKENS_MAX = 1_024;

    private static final int CLAIM_BYTES_MAX = 128;
    private static final long LEEWAY_SECONDS = 60;
    private static final long WEBSOCKET_TOKEN_SECONDS = 60;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final String AUDIENCE = "spacetimedb";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9_-]*");
    private static final Base64URL HEADER = Base64URL.encode("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");

    /**
     * A token whose signature and claims are right; whether it is valid now depends on the time.
     */
    private record Verified(Claims claims, JsonNode expiry, JsonNode notBefore) {}

    private final TokenKeys keys;
    private final Clock clock;

    /** Tokens seen last: checking a signature costs more than a call. */
    private final Map<String, Verified> verified =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
                            return size() > VERIFIED_TOKENS_MAX;
                        }
                    });

    public Tokens(TokenKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    public TokenKeys keys() {
        return keys;
    }

    private long nowSeconds() {
        return clock.wallMicros() / MICROS_PER_SECOND;
    }

    /** A new identity with a token that does not expire. */
    public Claims mint() {
        String subject = UUID.randomUUID().toString();
        Identity identity = IdentityClaims.identity(ISSUER, subject);
        ObjectNode payload = JSON.createObjectNode();
        payload.put("hex_identity", identity.toHex());
        payload.put("sub", subject);
        payload.put("iss", ISSUER);
        payload.putArray("aud").add(AUDIENCE);
        payload.put("iat", nowSeconds());
        payload.putNull("exp");
        return sign(identity, payload);
    }

    /** The identity of a new database: derived like a user's, from a random subject. */
    public Identity newDatabaseIdentity() {
        return IdentityClaims.identity(ISSUER, UUID.randomUUID().toString());
    }

    /** The same claims, signed by this server, for 60 seconds. */
    public String websocketToken(Claims claims) {
        JsonNode known = JSON.readTree(claims.payload());
        ObjectNode payload = JSON.createObjectNode();
        payload.put("hex_identity", claims.identity().toHex());
        payload.set("sub", known.path("sub"));
        payload.set("iss", known.path("iss"));
        payload.set(
                "aud",
                known.path("aud").isMissingNode() ? JSON.createArrayNode() : known.path("aud"));
        payload.put("iat", nowSeconds());
        payload.put("exp", nowSeconds() + WEBSOCKET_TOKEN_SECONDS);
        return sign(claims.identity(), payload).token();
    }

    private Claims sign(Identity identity, ObjectNode payload) {
        String text = JSON.writeValueAsString(payload);
        String signed = HEADER + "." + Base64URL.encode(text);
        try {
            Base64URL signature =
                    new ECDSASigner(keys.signing())
                            .sign(
                                    new JWSHeader(JWSAlgorithm.ES256),
                                    signed.getBytes(StandardCharsets.US_ASCII));
            return new Claims(identity, signed + "." + signature, text);
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key cannot sign", e);
        }
    }

    /**
     * Who {@code token} names.
     *
     * @throws AuthException 401 with the reference's text when it is not accepted
     */
    public Claims validate(String token) {
        Verified known = verified.get(token);
        if (known == null) {
            known = verify(token);
            verified.put(token, known);
        } else {
            checkTimes(known.expiry(), known.notBefore());
        }
        return known.claims();
    }

    private Verified verify(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > TOKEN_CHARS_MAX || parts.length != 3) {
            throw invalid("InvalidToken");
        }
        String payload = checkEncoding(parts);
        if (!isSignedHere(token, parts)) {
            throw foreign(payload);
        }
        JsonNode claims = readClaims(payload);
        String subject = text(claims, "sub", payload);
        String issuer = text(claims, "iss", payload);
        if (!claims.path("iat").isIntegralNumber()) {
            throw claims.has("iat")
                    ? invalid("JSON error: invalid type: expected i64 for `iat`")
                    : missing("iat", payload);
        }
        checkTimes(claims.path("exp"), claims.path("nbf"));
        if (issuer.isEmpty() || bytes(issuer) > CLAIM_BYTES_MAX) {
            throw new AuthException(401, "Error fetching public key for issuer " + issuer);
        }
        if (subject.isEmpty()) {
            throw new AuthException(401, "Subject empty");
        }
        if (bytes(subject) > CLAIM_BYTES_MAX) {
            throw new AuthException(401, "Subject too long: \"" + subject + "\"");
        }
        Identity identity = IdentityClaims.identity(issuer, subject);
        checkIdentity(claims.path("hex_identity"), identity);
        return new Verified(
                new Claims(identity, token, payload), claims.path("exp"), claims.path("nbf"));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The payload of a token whose parts are what they must be. */
    private static String checkEncoding(String[] parts) {
        for (String part : parts) {
            if (part.length() % 4 == 1) {
                throw invalid("Base64 error: Invalid input length: " + part.length());
            }
            if (!BASE64.matcher(part).matches()) {
                throw invalid("Base64 error: Invalid symbol");
            }
        }
        return new Base64URL(parts[1]).decodeToString();
    }

    /**
     * Whether the signature is ours. The algorithm is ours to choose, and so is the key: what the
     * header says about either is never followed.
     */
    private boolean isSignedHere(String token, String[] parts) {
        JsonNode header;
        try {
            header = JSON.readTree(new Base64URL(parts[0]).decodeToString());
        } catch (JacksonException _) {
            throw invalid("JSON error: the header is not a JSON object");
        }
        if (!header.path("alg").asString("").equals("ES256") || header.has("crit")) {
            return false;
        }
        try {
            return new ECDSAVerifier(keys.verifying())
                    .verify(
                            new JWSHeader(JWSAlgorithm.ES256),
                            token.substring(0, token.lastIndexOf('.'))
                                    .getBytes(StandardCharsets.US_ASCII),
                            new Base64URL(parts[2]));
        } catch (JOSEException _) {
            return false;
        }
    }

    /** Other issuers' keys are not fetched, so only our own signature counts. */
    private static AuthException foreign(String payload) {
        String issuer = readClaims(payload).path("iss").asString("");
        return issuer.isEmpty() || issuer.equals(ISSUER)
                ? invalid("InvalidSignature")
                : new AuthException(401, "Error fetching public key for issuer " + issuer);
    }

    private static JsonNode readClaims(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JacksonException _) {
            throw invalid("JSON error: the claims are not a JSON object without duplicates");
        }
    }

    private static String text(JsonNode claims, String name, String payload) {
        JsonNode value = claims.path(name);
        if (value.isMissingNode()) {
            throw missing(name, payload);
        }
        if (!value.isString()) {
            throw invalid("JSON error: invalid type: expected a string for `" + name + "`");
        }
        return value.asString();
    }

    private void checkTimes(JsonNode expiry, JsonNode notBefore) {
        if (isGiven(expiry, "exp") && expiry.asDouble() + LEEWAY_SECONDS < nowSeconds()) {
            throw invalid("ExpiredSignature");
        }
        if (isGiven(notBefore, "nbf") && notBefore.asDouble() - LEEWAY_SECONDS > nowSeconds()) {
            throw invalid("ImmatureSignature");
        }
    }

    private static boolean isGiven(JsonNode time, String name) {
        if (time.isMissingNode() || time.isNull()) {
            return false;
        }
        if (!time.isNumber()) {
            throw invalid("JSON error: invalid type: expected a number for `" + name + "`");
        }
        return true;
    }

    private static void checkIdentity(JsonNode claimed, Identity computed) {
        if (claimed.isMissingNode() || claimed.isNull()) {
            return;
        }
        Optional<Identity> parsed;
        try {
            parsed = Optional.of(Identity.ofHex(claimed.asString("")));
        } catch (IllegalArgumentException _) {
            parsed = Optional.empty();
        }
        Identity named =
                parsed.orElseThrow(() ->
                        invalid(
                                "JSON error: invalid value: string \""
                                        + claimed.asString("")
                                        + "\", expected a byte array or hex string"));
        if (!named.equals(computed)) {
            throw new AuthException(
                    401,
                    "Identity mismatch: token identity Identity("
                            + named
                            + ") does not match computed identity Identity("
                            + computed
                            + ")");
        }
    }

    private static AuthException missing(String field, String payload) {
        return invalid(
                "JSON error: missing field `" + field + "` at line 1 column " + payload.length());
    }

    private static AuthException invalid(String what) {
        return new AuthException(401, "Invalid token: " + what);
    }

    /**
     * The caller of a request with these credentials: the header counts first, then the token of
     * the query; empty when there are none.
     *
     * @throws AuthException 400 for an unreadable header, 401 for a token that is not accepted
     */
    public Optional<Claims> authenticate(Optional<String> header, Optional<String> queryToken) {
        if (header.isPresent()) {
            String value = header.get();
            if (value.length() < 8 || !value.substring(0, 7).equalsIgnoreCase("bearer ")) {
                throw new AuthException(400, "Authorization is invalid: malformed token");
            }
            return Optional.of(validate(value.substring(7).strip()));
        }
        return queryToken.map(this::validate);
    }
}
