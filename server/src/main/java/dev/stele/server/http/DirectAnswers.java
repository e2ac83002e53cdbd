package dev.stele.server.http;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/** What the HTTP server answers by itself, outside of any route. */
public final class DirectAnswers {

    private DirectAnswers() {}

    /** What fails before there is a request is the client's fault: bytes that are no request. */
    public static DirectHandlers create() {
        return DirectHandlers.builder()
                .addHandler(EventType.INTERNAL_ERROR, DirectAnswers::failed)
                .build();
    }

    private static TransportResponse failed(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        boolean isUnread = request.method().isEmpty();
        return TransportResponse.builder()
                .status(isUnread ? Status.BAD_REQUEST_400 : status)
                .headers(headers)
                .keepAlive(false)
                .entity(isUnread ? "not an HTTP request" : "internal error")
                .build();
    }
}
