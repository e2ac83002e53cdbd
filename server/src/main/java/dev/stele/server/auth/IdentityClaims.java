package dev.stele.server.auth;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.Blake3Digest;

/** Identities from the issuer and subject of a token, spec 08 section 8.1. */
public final class IdentityClaims {

    private static final int CHECKSUM_BYTES = 4;
    private static final int HASH_BYTES = 26;

    private IdentityClaims() {}

    /** The identity that {@code subject} has with {@code issuer}; it prints as {@code c200...}. */
    public static Identity identity(String issuer, String subject) {
        byte[] claims = (issuer + "|" + subject).getBytes(StandardCharsets.UTF_8);
        byte[] hash = blake3(claims, claims.length);
        byte[] checked = new byte[2 + HASH_BYTES];
        checked[0] = (byte) 0xC2;
        System.arraycopy(hash, 0, checked, 2, HASH_BYTES);
        byte[] checksum = blake3(checked, checked.length);
        byte[] bigEndian = new byte[Identity.WIDTH_BYTES];
        bigEndian[0] = (byte) 0xC2;
        System.arraycopy(checksum, 0, bigEndian, 2, CHECKSUM_BYTES);
        System.arraycopy(hash, 0, bigEndian, 2 + CHECKSUM_BYTES, HASH_BYTES);
        return new Identity(Bytes.wrap(bigEndian).reversed());
    }

    private static byte[] blake3(byte[] input, int length) {
        Blake3Digest digest = new Blake3Digest(256);
        digest.update(input, 0, length);
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }
}
