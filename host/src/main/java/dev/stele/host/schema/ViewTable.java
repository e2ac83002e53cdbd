package dev.stele.host.schema;

import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.Blake3Digest;

/**
 * What makes a table the backing table of a view: its first column, {@code arg_hash}, says for
 * which arguments a row was made, and nobody but the host sees it. {@code args} is BSATN of the
 * values for {@code params} that a query gives; empty where none are given. Spec 03 section 3.7.
 */
public record ViewTable(int viewId, boolean isAnonymous, Product params, Bytes args) {

    /** Name of the hidden first column, a U256. */
    public static final String HASH_COLUMN = "arg_hash";

    /** Width of the hidden column in bytes. */
    public static final int HASH_BYTES = 32;

    private static final byte[] DOMAIN =
            "spacetimedb::view::args::v1\0".getBytes(StandardCharsets.UTF_8);

    /** The value of the hidden column in the rows that {@code sender} sees. */
    public Bytes argHash(Identity sender) {
        Blake3Digest digest = new Blake3Digest(HASH_BYTES);
        digest.update(DOMAIN, 0, DOMAIN.length);
        if (!isAnonymous) {
            digest.update(sender.littleEndian().unsafeArray(), 0, Identity.WIDTH_BYTES);
        }
        digest.update(args.unsafeArray(), 0, args.size());
        byte[] out = new byte[HASH_BYTES];
        digest.doFinal(out, 0);
        return Bytes.wrap(out);
    }
}
