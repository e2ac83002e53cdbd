package dev.stele.host.error;

/** The kinds of failure that a caller can meet, with numbers that never change. */
public enum ErrorCode {
    INVALID_ARGUMENT(1, Kind.USER),
    NO_SUCH_DATABASE(2, Kind.USER),
    NO_SUCH_FUNCTION(3, Kind.USER),
    INVALID_ARGUMENTS(4, Kind.USER),
    LIFECYCLE_CALL(5, Kind.USER),
    INVALID_SQL(6, Kind.USER),
    NOT_AUTHORIZED(7, Kind.USER),
    NAME_TAKEN(8, Kind.USER),
    INVALID_MODULE(9, Kind.USER),
    UPDATE_REJECTED(10, Kind.USER),
    UNIQUE_VIOLATION(11, Kind.USER),
    NO_SUCH_TABLE(12, Kind.USER),
    CONNECTION_REJECTED(13, Kind.USER),
    DATABASE_LOCKED(14, Kind.USER),
    VIEW_FAILED(15, Kind.USER),
    MODULE_FAILED(16, Kind.USER),
    OVERLOADED(20, Kind.RESOURCE),
    SHUTTING_DOWN(21, Kind.RESOURCE),
    STORAGE_FAILED(30, Kind.INTERNAL),
    INTERNAL(31, Kind.INTERNAL);

    /** Who must act: the caller, the operator, or we. */
    public enum Kind {
        USER,
        RESOURCE,
        INTERNAL
    }

    private final int number;
    private final Kind kind;

    ErrorCode(int number, Kind kind) {
        this.number = number;
        this.kind = kind;
    }

    public int number() {
        return number;
    }

    public Kind kind() {
        return kind;
    }
}
