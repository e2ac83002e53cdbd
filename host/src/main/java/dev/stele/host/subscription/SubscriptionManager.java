package dev.stele.host.subscription;

import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.TxData;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.query.Changes;
import dev.stele.host.query.QueryException;
import dev.stele.host.query.QueryHash;
import dev.stele.host.query.RowOrigin;
import dev.stele.host.query.SubscriptionQuery;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.subscription.FanOutEvent.Caller;
import dev.stele.host.subscription.ServerEvent.CallResult;
import dev.stele.host.subscription.ServerEvent.QuerySetUpdate;
import dev.stele.host.subscription.ServerEvent.TableRows;
import dev.stele.host.subscription.ServerEvent.TableUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private final Map<RowOrigin, Set<LiveQuery>> byOrigin = new HashMap<>();
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
            case FanOutEvent.QueryFailed failed -> refuse(failed);
            case FanOutEvent.ProcedureEnded(ClientSink client, var result) ->
                    client.send(result, offset());
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
        CommittedState before = state;
        state = transaction.after();
        Map<ClientSink, Map<QuerySet, List<TableUpdate>>> updates;
        if (before.catalog() == state.catalog()) {
            updates = evaluate(transaction.data(), before);
        } else {
            updates = changeSchema(transaction.data(), before);
        }
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
            TxData data, CommittedState before) {
        Updates updates = new Updates();
        if (data.isEmpty() || byOrigin.isEmpty()) {
            return updates.bySet;
        }
        Changes changes = Changes.of(data);
        Set<LiveQuery> touched = new LinkedHashSet<>();
        for (RowOrigin origin : changes.origins()) {
            touched.addAll(byOrigin.getOrDefault(origin, Set.of()));
        }
        touched.stream()
                .sorted(Comparator.comparingInt(live -> live.query.slot()))
                .forEach(live -> updates.add(live, live.query.change(changes, before, state)));
        return updates.bySet;
    }

    /** What a transaction changes for whom. */
    private static final class Updates {
        final Map<ClientSink, Map<QuerySet, List<TableUpdate>>> bySet = new LinkedHashMap<>();

        void add(LiveQuery live, List<SubscriptionQuery.Change> changes) {
            for (SubscriptionQuery.Change change : changes) {
                TableUpdate update =
                        new TableUpdate(
                                live.query.tableName(),
                                live.query.isEvent(),
                                RowList.of(change.inserts()),
                                RowList.of(change.deletes()));
                for (QuerySet set : live.listeners) {
                    bySet.computeIfAbsent(set.client(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(set, _ -> new ArrayList<>())
                            .add(update);
                }
            }
        }
    }

    private static List<QuerySetUpdate> querySets(Map<QuerySet, List<TableUpdate>> sets) {
        List<QuerySetUpdate> out = new ArrayList<>(sets.size());
        sets.forEach((set, tables) -> out.add(new QuerySetUpdate(set.id(), tables)));
        return out;
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
            if (!live.query.readsEmptyTable(state)) {
                for (List<byte[]> rows : live.query.rows(state)) {
                    out.add(new TableRows(live.query.tableName(), RowList.of(rows)));
                }
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
        for (RowOrigin origin : live.query.origins()) {
            byOrigin.computeIfAbsent(origin, _ -> new LinkedHashSet<>()).add(live);
        }
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
        for (RowOrigin origin : live.query.origins()) {
            Set<LiveQuery> queries = byOrigin.get(origin);
            if (queries != null && queries.remove(live) && queries.isEmpty()) {
                byOrigin.remove(origin);
            }
        }
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

    /** Answers a request for rows that could not be made ready. */
    private void refuse(FanOutEvent.QueryFailed failed) {
        ServerEvent answer =
                switch (failed.request()) {
                    case FanOutEvent.OneOffQuery query ->
                            new ServerEvent.OneOffResult(
                                    query.requestId(), List.of(), Optional.of(failed.error()));
                    case FanOutEvent.Subscribe subscribe ->
                            new ServerEvent.SubscriptionError(
                                    Optional.of(subscribe.requestId()),
                                    subscribe.querySetId(),
                                    failed.error());
                };
        failed.request().client().send(answer, offset());
    }

    private void oneOff(FanOutEvent.OneOffQuery request) {
        ServerEvent.OneOffResult result;
        try {
            List<SubscriptionQuery> queries =
                    reader.compileOneOff(state, request.client().identity(), request.query());
            List<TableRows> rows = new ArrayList<>();
            for (SubscriptionQuery query : queries) {
                List<byte[]> found = query.rows(state).stream().flatMap(List::stream).toList();
                rows.add(new TableRows(query.tableName(), RowList.of(found)));
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

    /**
     * The schema changed, so every query is bound anew; what it selects now is compared with what
     * it selected {@code before}. A query that cannot be asked any more ends its query sets.
     */
    private Map<ClientSink, Map<QuerySet, List<TableUpdate>>> changeSchema(
            TxData data, CommittedState before) {
        List<LiveQuery> all = List.copyOf(liveQueries.values());
        liveQueries.clear();
        byOrigin.clear();
        Map<QuerySet, String> ended = new LinkedHashMap<>();
        Map<LiveQuery, LiveQuery> rebound = new LinkedHashMap<>();
        for (LiveQuery old : all) {
            try {
                LiveQuery next = new LiveQuery(old.query.rebind(state));
                if (!next.query.hasSameColumns(old.query)) {
                    throw new QueryException(
                            "The columns of `" + next.query.tableName() + "` have changed");
                }
                next.listeners.addAll(old.listeners);
                for (QuerySet set : next.listeners) {
                    set.queries().replaceAll(live -> live == old ? next : live);
                }
                liveQueries.put(next.query.hash(), next);
                index(next);
                rebound.put(old, next);
            } catch (QueryException e) {
                old.listeners.forEach(set -> ended.put(set, String.valueOf(e.getMessage())));
            }
        }
        ended.forEach(this::end);
        Updates updates = new Updates();
        Changes changes = Changes.of(data);
        rebound.forEach((old, next) ->
                updates.add(
                        next,
                        next.query.isSameAs(old.query) && next.query.readsOneTable()
                                ? next.query.change(changes, before, state)
                                : SubscriptionQuery.difference(
                                        old.query.rows(before), next.query.rows(state))));
        return updates.bySet;
    }

    /** Ends a query set for a reason of the server's. */
    private void end(QuerySet set, String reason) {
        Map<Integer, QuerySet> sets = setsByClient.get(set.client());
        if (sets != null) {
            sets.remove(set.id());
        }
        stop(set);
        set.client()
                .send(
                        new ServerEvent.SubscriptionError(Optional.empty(), set.id(), reason),
                        offset());
    }
}
