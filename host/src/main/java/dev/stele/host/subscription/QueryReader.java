package dev.stele.host.subscription;

import dev.stele.host.datastore.CommittedState;
import dev.stele.host.query.SubscriptionQuery;
import dev.stele.host.sats.Identity;
import java.util.List;

/** Turns the SQL of subscriptions into queries that the caller may ask. */
public interface QueryReader {

    /**
     * Compiles all of {@code queries} for {@code caller}.
     *
     * @throws dev.stele.host.query.QueryException with the text for the client, naming the query
     */
    List<SubscriptionQuery> compileAll(CommittedState state, Identity caller, List<String> queries);

    /**
     * Compiles a one-off query, which has the grammar of subscriptions.
     *
     * @throws dev.stele.host.query.QueryException with the text for the client
     */
    List<SubscriptionQuery> compileOneOff(CommittedState state, Identity caller, String query);
}
