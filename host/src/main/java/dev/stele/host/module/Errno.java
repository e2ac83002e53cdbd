package dev.stele.host.module;

/** The error numbers of the module ABI (u16), spec 01 section 1.2. */
public enum Errno {
    HOST_CALL_FAILURE(1, "ABI called by host returned an error"),
    NOT_IN_TRANSACTION(2, "ABI call can only be made while in a transaction"),
    BSATN_DECODE_ERROR(3, "could not decode the row, value or bound from BSATN"),
    NO_SUCH_TABLE(4, "no such table"),
    NO_SUCH_INDEX(5, "no such index"),
    NO_SUCH_ITER(6, "the row iterator is not valid"),
    NO_SUCH_CONSOLE_TIMER(7, "the console timer does not exist"),
    NO_SUCH_BYTES(8, "the bytes source or sink is not valid"),
    NO_SPACE(9, "the sink has no more space left"),
    WRONG_INDEX_ALGO(10, "the index does not support range scans"),
    BUFFER_TOO_SMALL(11, "the provided buffer is not large enough to store the data"),
    UNIQUE_ALREADY_EXISTS(12, "value with given unique identifier already exists"),
    SCHEDULE_AT_DELAY_TOO_LONG(13, "the specified delay in scheduling the row was too long"),
    INDEX_NOT_UNIQUE(14, "the index was not unique"),
    NO_SUCH_ROW(15, "the row was not found, e.g., in an update call"),
    AUTO_INC_OVERFLOW(16, "the auto-increment sequence overflowed"),
    WOULD_BLOCK_TRANSACTION(17, "the call would block while a transaction is open"),
    TRANSACTION_NOT_ANONYMOUS(18, "there is no anonymous transaction to end"),
    TRANSACTION_IS_READ_ONLY(19, "the transaction is read-only"),
    TRANSACTION_IS_MUT(20, "the transaction is not read-only"),
    HTTP_ERROR(21, "the HTTP request failed");

    private final int code;
    private final String text;

    Errno(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** A sentence for the guest's developer. */
    public String text() {
        return text;
    }
}
