package dev.stele.host.subscription;

/** How a subscription is named in error texts, as the reference words it. */
final class SubscriptionIdText {

    private SubscriptionIdText() {}

    static String of(ClientSink client, int querySetId) {
        return "((Identity("
                + client.identity().toHex()
                + "), ConnectionId("
                + client.connectionId().toHex()
                + ")), QuerySetId { id: "
                + Integer.toUnsignedString(querySetId)
                + " })";
    }
}
