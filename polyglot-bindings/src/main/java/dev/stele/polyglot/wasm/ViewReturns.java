package dev.stele.polyglot.wasm;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.module.GuestOutcome;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.EngineFailures;

/** What the code that a view's export returns says of what the view wrote. Spec 01 section 1.5. */
public final class ViewReturns {

    /** An array of rows, without the header that later modules write. */
    private static final int ROWS = 0;

    private static final int REFUSED = 1;
    private static final int WITH_HEADER = 2;
    private static final int ROW_DATA_TAG = 0;

    private ViewReturns() {}

    public static GuestOutcome of(int code, Bytes written) {
        return switch (code) {
            case ROWS ->
                    new GuestOutcome.Value(
                            new BsatnWriter(written.size() + 1)
                                    .u8(ROW_DATA_TAG)
                                    .raw(written)
                                    .toBytes());
            case REFUSED -> new GuestOutcome.FailedUser(written.toUtf8());
            case WITH_HEADER -> new GuestOutcome.Value(written);
            default ->
                    new GuestOutcome.FailedInternal(
                            EngineFailures.FATAL, "the view returned the unknown code " + code);
        };
    }
}
