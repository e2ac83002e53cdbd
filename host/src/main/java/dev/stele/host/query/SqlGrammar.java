package dev.stele.host.query;

/** Which statements are accepted. */
public enum SqlGrammar {
    /**
     * SQL over HTTP: queries with projections and limits, writes, variables; spec 06.2 and 06.3.
     */
    STATEMENT,
    /** Subscriptions and one-off queries over WebSocket: whole rows of one table; spec 06.4. */
    SUBSCRIPTION
}
