package dev.stele.polyglot.wasm.abi;

import org.graalvm.polyglot.HostAccess;

/** Import module {@code spacetime_10.4}: whole keys of an index. Spec 01 section 1.4. */
public final class Spacetime10_4 {

    private final HostSide host;

    public Spacetime10_4(HostSide host) {
        this.host = host;
    }

    /** Opens an iterator over the rows with a key. NO_SUCH_INDEX, BSATN_DECODE_ERROR. */
    @HostAccess.Export
    public int datastoreIndexScanPointBsatn(int index, int point, int pointLength, int out) {
        byte[] key = host.in(point, pointLength);
        return host.errno(
                "datastore_index_scan_point_bsatn",
                tables ->
                        host.out(
                                out,
                                host.iters()
                                        .add(tables.indexScanPoint(index, key, 0, pointLength))));
    }

    /** Deletes the rows with a key; writes how many, u32. NO_SUCH_INDEX, BSATN_DECODE_ERROR. */
    @HostAccess.Export
    public int datastoreDeleteByIndexScanPointBsatn(
            int index, int point, int pointLength, int out) {
        byte[] key = host.in(point, pointLength);
        return host.errno(
                "datastore_delete_by_index_scan_point_bsatn",
                tables -> host.out(out, tables.deleteByIndexPoint(index, key, 0, pointLength)));
    }
}
