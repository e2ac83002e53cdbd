package dev.stele.host.subscription;

import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.TxData;
import dev.stele.host.sats.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the fan-out thread handles, in the order in which it was queued. */
public sealed interface FanOutEvent {

    /** The client that called, and the id that it gave its call. */
    record Caller(ClientSink client, int requestId) {}

    /** A transaction was committed; {@code after} is the state it led to. */
    record Transaction(
            TxData data, CommittedState after, Optional<Caller> caller, Timestamp timestamp)
            implements FanOutEvent {}

    /** A call ended without a transaction. */
    record CallFailed(Caller caller, ServerEvent.CallResult result, Timestamp timestamp)
            implements FanOutEvent {}

    /** A request whose answer is rows. */
    sealed interface RowsRequest extends FanOutEvent {
        ClientSink client();
    }

    record Subscribe(ClientSink client, int requestId, int querySetId, List<String> queries)
            implements RowsRequest {}

    record Unsubscribe(ClientSink client, int requestId, int querySetId, boolean sendDroppedRows)
            implements FanOutEvent {}

    record OneOffQuery(ClientSink client, int requestId, String query) implements RowsRequest {}

    /** A view that {@code request} reads could not be brought up to date. */
    record QueryFailed(RowsRequest request, String error) implements FanOutEvent {}

    /** A client is gone; its queries go with it. */
    record ClientGone(ClientSink client) implements FanOutEvent {}

    /** A procedure has ended; {@code result} is for {@code client} alone. */
    record ProcedureEnded(ClientSink client, ServerEvent.ProcedureResult result)
            implements FanOutEvent {}

    /** Runs {@code action} with the state that the fan-out stands at. */
    record AtState(Consumer<CommittedState> action) implements FanOutEvent {}
}
