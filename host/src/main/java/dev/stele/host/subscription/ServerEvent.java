package dev.stele.host.subscription;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Timestamp;
import java.util.List;
import java.util.Optional;

/** What a database tells one client, independent of protocol and encoding. Spec 04 section 4.4. */
public sealed interface ServerEvent {

    /** Rows of {@code table} that answer a query. */
    record TableRows(String table, RowList rows) {}

    /** A change of {@code table}; rows of an event table are only ever inserted. */
    record TableUpdate(String table, boolean isEvent, RowList inserts, RowList deletes) {}

    /** The changes of what one query set of a client selects. */
    record QuerySetUpdate(int querySetId, List<TableUpdate> tables) {}

    record SubscribeApplied(int requestId, int querySetId, List<TableRows> rows)
            implements ServerEvent {}

    /** {@code rows} are there when the client asked for what it no longer sees. */
    record UnsubscribeApplied(int requestId, int querySetId, Optional<List<TableRows>> rows)
            implements ServerEvent {}

    /** {@code requestId} is missing when a query set fails later on. */
    record SubscriptionError(Optional<Integer> requestId, int querySetId, String error)
            implements ServerEvent {}

    /** A transaction of somebody else, or of no client, changed what this client subscribed to. */
    record TransactionUpdate(List<QuerySetUpdate> querySets) implements ServerEvent {}

    /** The answer to a one-off query: its rows, or in {@code error} why there are none. */
    record OneOffResult(int requestId, List<TableRows> rows, Optional<String> error)
            implements ServerEvent {}

    /** The answer to a client's own call, with what it changed for that client. */
    record ReducerResult(
            int requestId, Timestamp timestamp, CallResult result, List<QuerySetUpdate> querySets)
            implements ServerEvent {}

    /**
     * The answer to a call of a procedure: its value, or in {@code error} why there is none.
     *
     * @param timestamp when it began, 0 when it could not be called
     */
    record ProcedureResult(
            int requestId,
            Optional<Bytes> value,
            String error,
            Timestamp timestamp,
            long durationMicros)
            implements ServerEvent {}

    /** How a call ended. */
    sealed interface CallResult {

        record Ok() implements CallResult {}

        /** The module refused; {@code message} is its own text. */
        record Failed(String message) implements CallResult {}

        /** The call could not be carried out, or the module broke. */
        record Broken(String message) implements CallResult {}
    }
}
