package dev.stele.host.subscription;

/** How a subscription is named in error texts, as the reference words it. */
final class SubscriptionIdText {

    private SubscriptionIdText() {}

    static String of(ClientSink client, int querySetId) {
        return "(" + client(client) + ", " + querySet(querySetId) + ")";
    }

    static String client(ClientSink client) {
        return "(Identity("
                + client.identity().toHex()
                + "), ConnectionId("
                + client.connectionId().toHex()
                + "))";
    }

    static String querySet(int id) {
        return "QuerySetId { id: " + Integer.toUnsignedString(id) + " }";
    }
}
