package dev.stele.host.subscription;

import dev.stele.host.datastore.Catalog;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.TableDelta;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.query.QueryException;
import dev.stele.host.query.QueryHash;
import dev.stele.host.query.SubscriptionQuery;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.subscription.FanOutEvent.Caller;
import dev.stele.host.subscription.ServerEvent.CallResult;
import dev.stele.host.subscription.ServerEvent.QuerySetUpdate;
import dev.stele.host.subscription.ServerEvent.TableRows;
import dev.stele.host.subscription.ServerEvent.TableUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of one database. Only the fan-out thread calls it.
 *
 * <p>Equal queries are one {@link LiveQuery}: evaluated once for each transaction that changes
 * their table, whoever listens.
 */
final class SubscriptionManager {

    /** How many query sets one client may hold. */
    static final int QUERY_SETS_MAX = 10_000;

    /** One query set of one client. */
    private record QuerySet(ClientSink client, int id, List<LiveQuery> queries) {}

    /** A distinct query and who listens to it. */
    private static final class LiveQuery {
        final SubscriptionQuery query;
        final List<QuerySet> listeners = new ArrayList<>();

        LiveQuery(SubscriptionQuery query) {
            this.query = query;
        }
    }

    private final Map<ClientSink, Map<Integer, QuerySet>> setsByClient = new LinkedHashMap<>();
    private final Map<QueryHash, LiveQuery> liveQueries = new LinkedHashMap<>();
    private final List<@Nullable List<LiveQuery>> bySlot = new ArrayList<>();
    private final QueryReader reader;
    private CommittedState state;

    /** Starts at {@code state}. */
    SubscriptionManager(CommittedState state, QueryReader reader) {
        this.state = state;
        this.reader = reader;
    }

    CommittedState state() {
        return state;
    }

    private long offset() {
        return state.nextOffset() - 1;
    }

    void handle(FanOutEvent event) {
        switch (event) {
            case FanOutEvent.Transaction transaction -> transaction(transaction);
            case FanOutEvent.CallFailed failed ->
                    reply(failed.caller(), failed.timestamp(), failed.result(), List.of());
            case FanOutEvent.Subscribe subscribe -> subscribe(subscribe);
            case FanOutEvent.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case FanOutEvent.OneOffQuery query -> oneOff(query);
            case FanOutEvent.ClientGone gone -> forget(gone.client());
            case FanOutEvent.AtState action -> action.action().accept(state);
        }
    }

    private void reply(
            Caller caller, Timestamp timestamp, CallResult result, List<QuerySetUpdate> updates) {
        caller.client()
                .send(
                        new ServerEvent.ReducerResult(
                                caller.requestId(), timestamp, result, updates),
                        offset());
    }

    private void transaction(FanOutEvent.Transaction transaction) {
        Catalog before = state.catalog();
        state = transaction.after();
        if (before != state.catalog()) {
            recompile();
        }
        Map<ClientSink, Map<QuerySet, List<TableUpdate>>> updates = evaluate(transaction);
        Optional<Caller> caller = transaction.caller();
        if (caller.isPresent()) {
            Map<QuerySet, List<TableUpdate>> own = updates.remove(caller.get().client());
            reply(
                    caller.get(),
                    transaction.timestamp(),
                    new CallResult.Ok(),
                    own == null ? List.of() : querySets(own));
        }
        updates.forEach((client, sets) ->
                client.send(new ServerEvent.TransactionUpdate(querySets(sets)), offset()));
    }

    private Map<ClientSink, Map<QuerySet, List<TableUpdate>>> evaluate(
            FanOutEvent.Transaction transaction) {
        Map<ClientSink, Map<QuerySet, List<TableUpdate>>> updates = new LinkedHashMap<>();
        for (TableDelta delta : transaction.data().tables()) {
            for (LiveQuery live : queriesOf(delta.table().slot())) {
                List<byte[]> inserts = live.query.select(delta.inserts());
                List<byte[]> deletes = live.query.select(delta.deletes());
                if (inserts.isEmpty() && deletes.isEmpty()) {
                    continue;
                }
                TableUpdate update =
                        new TableUpdate(
                                live.query.tableName(),
                                live.query.isEvent(),
                                RowList.of(inserts),
                                RowList.of(deletes));
                for (QuerySet set : live.listeners) {
                    updates.computeIfAbsent(set.client(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(set, _ -> new ArrayList<>())
                            .add(update);
                }
            }
        }
        return updates;
    }

    private static List<QuerySetUpdate> querySets(Map<QuerySet, List<TableUpdate>> sets) {
        List<QuerySetUpdate> out = new ArrayList<>(sets.size());
        sets.forEach((set, tables) -> out.add(new QuerySetUpdate(set.id(), tables)));
        return out;
    }

    private List<LiveQuery> queriesOf(int slot) {
        List<LiveQuery> live = slot < bySlot.size() ? bySlot.get(slot) : null;
        return live == null ? List.of() : live;
    }

    private void subscribe(FanOutEvent.Subscribe request) {
        ClientSink client = request.client();
        Map<Integer, QuerySet> sets =
                setsByClient.computeIfAbsent(client, _ -> new LinkedHashMap<>());
        try {
            if (sets.containsKey(request.querySetId())) {
                throw new HostException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Subscription with id "
                                + SubscriptionIdText.querySet(request.querySetId())
                                + " already exists for client: "
                                + SubscriptionIdText.client(client));
            }
            if (sets.size() >= QUERY_SETS_MAX) {
                throw new HostException(
                        ErrorCode.OVERLOADED,
                        "client has "
                                + sets.size()
                                + " query sets, expected at most "
                                + QUERY_SETS_MAX);
            }
            List<LiveQuery> queries = new ArrayList<>();
            for (SubscriptionQuery query :
                    reader.compileAll(state, client.identity(), request.queries())) {
                LiveQuery live = live(query);
                if (!queries.contains(live)) {
                    queries.add(live);
                }
            }
            QuerySet set = new QuerySet(client, request.querySetId(), queries);
            List<TableRows> rows = initialRows(queries);
            sets.put(set.id(), set);
            queries.forEach(live -> live.listeners.add(set));
            client.send(
                    new ServerEvent.SubscribeApplied(request.requestId(), set.id(), rows),
                    offset());
        } catch (HostException | QueryException e) {
            dropUnused();
            client.send(
                    new ServerEvent.SubscriptionError(
                            Optional.of(request.requestId()),
                            request.querySetId(),
                            String.valueOf(e.getMessage())),
                    offset());
        }
    }

    /** An empty table contributes no entry; one without matching rows an empty one. */
    private List<TableRows> initialRows(List<LiveQuery> queries) {
        List<TableRows> out = new ArrayList<>();
        for (LiveQuery live : queries) {
            if (live.query.rowCount(state) > 0) {
                out.add(new TableRows(live.query.tableName(), RowList.of(live.query.rows(state))));
            }
        }
        return out;
    }

    private LiveQuery live(SubscriptionQuery query) {
        return liveQueries.computeIfAbsent(
                query.hash(),
                _ -> {
                    LiveQuery created = new LiveQuery(query);
                    index(created);
                    return created;
                });
    }

    private void index(LiveQuery live) {
        int slot = live.query.slot();
        while (bySlot.size() <= slot) {
            bySlot.add(null);
        }
        List<LiveQuery> queries = bySlot.get(slot);
        if (queries == null) {
            queries = new ArrayList<>();
            bySlot.set(slot, queries);
        }
        queries.add(live);
    }

    private void unsubscribe(FanOutEvent.Unsubscribe request) {
        ClientSink client = request.client();
        Map<Integer, QuerySet> sets = setsByClient.getOrDefault(client, Map.of());
        QuerySet set = sets.get(request.querySetId());
        if (set == null) {
            client.send(
                    new ServerEvent.SubscriptionError(
                            Optional.of(request.requestId()),
                            request.querySetId(),
                            "Subscription not found: "
                                    + SubscriptionIdText.of(client, request.querySetId())),
                    offset());
            return;
        }
        sets.remove(set.id());
        Optional<List<TableRows>> dropped =
                request.sendDroppedRows()
                        ? Optional.of(initialRows(set.queries()))
                        : Optional.empty();
        stop(set);
        client.send(
                new ServerEvent.UnsubscribeApplied(request.requestId(), set.id(), dropped),
                offset());
    }

    private void stop(QuerySet set) {
        for (LiveQuery live : set.queries()) {
            live.listeners.remove(set);
            if (live.listeners.isEmpty()) {
                drop(live);
            }
        }
    }

    private void drop(LiveQuery live) {
        liveQueries.remove(live.query.hash());
        queriesOf(live.query.slot()).remove(live);
    }

    private void dropUnused() {
        List<LiveQuery> unused =
                liveQueries.values().stream().filter(live -> live.listeners.isEmpty()).toList();
        unused.forEach(this::drop);
    }

    private void forget(ClientSink client) {
        Map<Integer, QuerySet> sets = setsByClient.remove(client);
        if (sets != null) {
            sets.values().forEach(this::stop);
        }
    }

    private void oneOff(FanOutEvent.OneOffQuery request) {
        ServerEvent.OneOffResult result;
        try {
            List<SubscriptionQuery> queries =
                    reader.compileOneOff(state, request.client().identity(), request.query());
            List<TableRows> rows = new ArrayList<>();
            for (SubscriptionQuery query : queries) {
                rows.add(new TableRows(query.tableName(), RowList.of(query.rows(state))));
            }
            result = new ServerEvent.OneOffResult(request.requestId(), rows, Optional.empty());
        } catch (HostException | QueryException e) {
            result =
                    new ServerEvent.OneOffResult(
                            request.requestId(),
                            List.of(),
                            Optional.of(String.valueOf(e.getMessage())));
        }
        request.client().send(result, offset());
    }

    /** The schema changed: tables may have other slots, so every query is bound anew. */
    private void recompile() {
        List<LiveQuery> all = List.copyOf(liveQueries.values());
        liveQueries.clear();
        bySlot.clear();
        for (LiveQuery old : all) {
            LiveQuery rebound = new LiveQuery(old.query.rebind(state));
            rebound.listeners.addAll(old.listeners);
            liveQueries.put(rebound.query.hash(), rebound);
            index(rebound);
            for (QuerySet set : rebound.listeners) {
                set.queries().replaceAll(live -> live == old ? rebound : live);
            }
        }
    }
}
