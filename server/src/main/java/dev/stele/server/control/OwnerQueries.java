package dev.stele.server.control;

import dev.stele.host.datastore.CommittedState;
import dev.stele.host.error.HostException;
import dev.stele.host.query.SchemaLookup;
import dev.stele.host.query.SubscriptionQuery;
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
            try {
                out.addAll(SubscriptionQuery.compile(sql, lookup(state, caller)));
            } catch (HostException e) {
                throw new HostException(e.code(), e.getMessage() + ", executing: `" + sql + "`", e);
            }
        }
        return out;
    }

    @Override
    public List<SubscriptionQuery> compileOneOff(
            CommittedState state, Identity caller, String query) {
        return List.of(SubscriptionQuery.compileOneOff(query, lookup(state, caller)));
    }

    private SchemaLookup lookup(CommittedState state, Identity caller) {
        return new SchemaLookup(state.catalog(), caller, caller.equals(owner));
    }
}
