package dev.stele.host.query;

import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What makes two subscription queries of one database the same, so that they are evaluated once:
 * their text and, if the result depends on it, who asks. SHA-256 of a tag byte, the identity for
 * tag 1, and the text.
 */
public record QueryHash(Bytes digest) {

    public static final int WIDTH_BYTES = 32;

    private static final byte SHARED = 0;
    private static final byte PER_CALLER = 1;

    public QueryHash {
        if (digest.size() != WIDTH_BYTES) {
            throw new IllegalArgumentException(digest.size() + " bytes, expected " + WIDTH_BYTES);
        }
    }

    /** The identity of {@code query}, compiled from {@code sql} for {@code caller}. */
    public static QueryHash of(String sql, BoundSelect query, Identity caller) {
        return query.isPerCaller() ? ofCaller(sql, caller) : ofText(sql);
    }

    /** The identity of a query whose result is the same for everybody who may ask it. */
    public static QueryHash ofText(String sql) {
        MessageDigest sha256 = sha256();
        sha256.update(SHARED);
        return finish(sha256, sql);
    }

    /** The identity of a query whose result is {@code caller}'s own. */
    public static QueryHash ofCaller(String sql, Identity caller) {
        MessageDigest sha256 = sha256();
        sha256.update(PER_CALLER);
        sha256.update(caller.littleEndian().unsafeArray());
        return finish(sha256, sql);
    }

    private static QueryHash finish(MessageDigest sha256, String sql) {
        return new QueryHash(Bytes.wrap(sha256.digest(sql.getBytes(StandardCharsets.UTF_8))));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
