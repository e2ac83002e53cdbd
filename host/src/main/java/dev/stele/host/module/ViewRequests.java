package dev.stele.host.module;

import dev.stele.host.database.Database;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.error.HostException;
import dev.stele.host.query.QueryException;
import dev.stele.host.query.SubscriptionQuery;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.subscription.FanOutEvent;
import dev.stele.host.subscription.FanOutEvent.RowsRequest;
import dev.stele.host.subscription.QueryReader;
import dev.stele.host.view.MaterialisedViews;
import dev.stele.host.view.ViewKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What clients ask of views: before the fan-out answers a request, the views that it reads are
 * materialised, and it is noted who subscribes to them. On the writer thread.
 */
final class ViewRequests {

    private final Database database;
    private final CommitPath commits;
    private final MaterialisedViews views;
    private final QueryReader reader;

    ViewRequests(
            Database database, CommitPath commits, MaterialisedViews views, QueryReader reader) {
        this.database = database;
        this.commits = commits;
        this.views = views;
        this.reader = reader;
    }

    /** What the fan-out is to be told in the place of {@code event}. */
    FanOutEvent prepare(FanOutEvent event, Timestamp now) {
        switch (event) {
            case FanOutEvent.Unsubscribe request ->
                    views.uses().unsubscribe(request.client(), request.querySetId(), now);
            case FanOutEvent.ClientGone gone -> views.uses().gone(gone.client(), now);
            case RowsRequest request when !database.committed().catalog().views().isEmpty() -> {
                return prepareRows(request, now);
            }
            default -> {}
        }
        return event;
    }

    private FanOutEvent prepareRows(RowsRequest request, Timestamp now) {
        Identity caller = request.client().identity();
        List<TableSchema> read = viewsOf(request, caller);
        if (read.isEmpty()) {
            return request;
        }
        List<ViewKey> keys =
                read.stream().map(view -> MaterialisedViews.key(view, caller)).toList();
        MutTx tx = database.begin();
        try {
            for (TableSchema view : read) {
                views.materialise(tx, view, caller, now);
            }
            if (!tx.data().isEmpty() || !keys.stream().allMatch(views::isMaterialised)) {
                commits.commit(tx, null, now, Optional.empty());
            }
        } catch (HostException e) {
            tx.rollback();
            return new FanOutEvent.QueryFailed(request, String.valueOf(e.getMessage()));
        }
        if (request instanceof FanOutEvent.Subscribe subscribe) {
            views.uses().subscribe(subscribe.client(), subscribe.querySetId(), keys);
        }
        return request;
    }

    /** The views that the request's queries read; none when they are refused. */
    private List<TableSchema> viewsOf(RowsRequest request, Identity caller) {
        CommittedState state = database.committed();
        List<SubscriptionQuery> queries;
        try {
            queries =
                    switch (request) {
                        case FanOutEvent.Subscribe subscribe ->
                                reader.compileAll(state, caller, subscribe.queries());
                        case FanOutEvent.OneOffQuery query ->
                                reader.compileOneOff(state, caller, query.query());
                    };
        } catch (HostException | QueryException _) {
            // The fan-out finds the same fault and answers with it.
            return List.of();
        }
        List<TableSchema> out = new ArrayList<>();
        queries.forEach(query -> out.addAll(query.views()));
        return out.stream().distinct().toList();
    }

    /** Takes away instances of views that nobody has used for long. */
    void expire(Timestamp now) {
        if (database.poisonedBy() == null && views.hasExpired(now)) {
            MutTx tx = database.begin();
            views.expire(tx, now, Limits.VIEW_EXPIRY_BATCH);
            commits.commit(tx, null, now, Optional.empty());
        }
    }
}
