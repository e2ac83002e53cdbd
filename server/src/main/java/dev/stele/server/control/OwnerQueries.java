package dev.stele.server.control;

import dev.stele.host.datastore.CommittedState;
import dev.stele.host.query.SubscriptionQuery;
import dev.stele.host.query.TableRights;
import dev.stele.host.sats.Identity;
import dev.stele.host.subscription.QueryReader;
import java.util.ArrayList;
import java.util.List;

/** Compiles subscriptions with the rights of the caller: the owner sees private tables too. */
record OwnerQueries(Identity owner) implements QueryReader {

    @Override
    public List<SubscriptionQuery> compileAll(
            CommittedState state, Identity caller, List<String> queries) {
        List<SubscriptionQuery> out = new ArrayList<>();
        for (String sql : queries) {
            out.addAll(SubscriptionQuery.compile(sql, rights(state, caller)));
        }
        return out;
    }

    @Override
    public List<SubscriptionQuery> compileOneOff(
            CommittedState state, Identity caller, String query) {
        return List.of(SubscriptionQuery.compileOneOff(query, rights(state, caller)));
    }

    private TableRights rights(CommittedState state, Identity caller) {
        return new TableRights(state.catalog(), caller, caller.equals(owner));
    }
}
