package dev.stele.conformance.wire;

import dev.stele.conformance.wire.ServerMessage.InitialConnection;
import dev.stele.conformance.wire.ServerMessage.ReducerResult;
import dev.stele.conformance.wire.ServerMessage.SubscribeApplied;
import dev.stele.conformance.wire.ServerMessage.SubscriptionError;
import dev.stele.conformance.wire.ServerMessage.TransactionUpdate;
import dev.stele.host.sats.Bytes;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's WebSocket. One thread uses it; messages arrive on the HTTP client's. */
public final class Session implements AutoCloseable {

    /** No answer within this time is a failure, not slowness. */
    private static final Duration ANSWER_MAX = Duration.ofMinutes(3);

    private static final int QUERY_SET = 1;
    private static final int NORMAL_CLOSURE = 1000;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private InitialConnection connection = new InitialConnection(Bytes.EMPTY, Bytes.EMPTY, "");
    private int lastRequest;

    /** A protocol by its WebSocket subprotocol. */
    public enum Protocol {
        V2("v2.bsatn.spacetimedb"),
        V3("v3.bsatn.spacetimedb");

        private final String subprotocol;

        Protocol(String subprotocol) {
            this.subprotocol = subprotocol;
        }
    }

    /** What a call led to: the answer, and updates by others that came before it. */
    public record Answer(ReducerResult result, List<TransactionUpdate> before) {}

    private sealed interface Arrival {}

    private record Message(Bytes payload) implements Arrival {}

    private record Decoded(ServerMessage message) implements Arrival {}

    private record End(String why) implements Arrival {}

    private Session(HttpClient http, URI server, String database, Protocol protocol, String token) {
        String scheme = "https".equals(server.getScheme()) ? "wss://" : "ws://";
        URI uri =
                URI.create(
                        scheme
                                + server.getAuthority()
                                + "/v1/database/"
                                + database
                                + "/subscribe?compression=None");
        try {
            socket =
                    http.newWebSocketBuilder()
                            .subprotocols(protocol.subprotocol)
                            .header("Authorization", "Bearer " + token)
                            .connectTimeout(ANSWER_MAX)
                            .buildAsync(uri, new Inbox(arrivals))
                            .join();
        } catch (CompletionException e) {
            throw new ProtocolException("the server refused the WebSocket: " + e.getCause(), e);
        }
    }

    /** Connects; empty when the module rejects the client. */
    public static Optional<Session> open(
            HttpClient http, URI server, String database, Protocol protocol, String token) {
        Session session = new Session(http, server, database, protocol, token);
        return switch (session.next()) {
            case InitialConnection connection -> {
                session.connection = connection;
                yield Optional.of(session);
            }
            case null -> Optional.empty();
            case ServerMessage other -> throw new ProtocolException("first message is " + other);
        };
    }

    public InitialConnection connection() {
        return connection;
    }

    /** Subscribes to {@code queries} and returns what they hold. */
    public SubscribeApplied subscribe(List<String> queries) {
        int request = ++lastRequest;
        send(ClientMessages.subscribe(request, QUERY_SET, queries));
        return switch (next()) {
            case SubscribeApplied applied when applied.requestId() == request -> applied;
            case SubscriptionError(int _, String error) ->
                    throw new ProtocolException("subscription failed: " + error);
            case null -> throw ended();
            case ServerMessage other ->
                    throw new ProtocolException("answer to a subscription is " + other);
        };
    }

    /** Calls a reducer and waits for the answer. */
    public Answer call(String reducer, Bytes args) {
        int request = ++lastRequest;
        send(ClientMessages.callReducer(request, reducer, args));
        List<TransactionUpdate> before = new ArrayList<>();
        while (true) {
            switch (next()) {
                case TransactionUpdate update -> before.add(update);
                case ReducerResult result when result.requestId() == request -> {
                    return new Answer(result, before);
                }
                case null -> throw ended();
                case ServerMessage other ->
                        throw new ProtocolException("answer to call " + request + " is " + other);
            }
        }
    }

    /** The next update by somebody else. */
    public TransactionUpdate update() {
        return switch (next()) {
            case TransactionUpdate update -> update;
            case null -> throw ended();
            case ServerMessage other -> throw new ProtocolException("update is " + other);
        };
    }

    private ProtocolException ended() {
        String why = arrivals.peek() instanceof End end ? end.why() : "";
        return new ProtocolException("the server ended the connection: " + why);
    }

    private void send(ByteBuffer message) {
        socket.sendBinary(message, true).join();
    }

    /** The next message; null when the connection has ended. */
    private @Nullable ServerMessage next() {
        Arrival arrival = take();
        if (arrival instanceof Message(Bytes payload)) {
            List<ServerMessage> messages = ServerMessage.decodeAll(payload);
            List<Arrival> later = new ArrayList<>();
            messages.stream().skip(1).map(Decoded::new).forEach(later::add);
            arrivals.drainTo(later);
            arrivals.addAll(later);
            return messages.isEmpty() ? next() : messages.getFirst();
        }
        return arrival instanceof Decoded(ServerMessage message) ? message : null;
    }

    private Arrival take() {
        try {
            Arrival arrival = arrivals.poll(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
            if (arrival == null) {
                throw new ProtocolException("no message for " + ANSWER_MAX);
            }
            if (arrival instanceof End) {
                arrivals.add(arrival);
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(NORMAL_CLOSURE, "").exceptionally(_ -> socket).join();
        }
    }

    /** Puts fragments together. */
    private static final class Inbox implements WebSocket.Listener {

        private final BlockingQueue<Arrival> arrivals;
        private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

        Inbox(BlockingQueue<Arrival> arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket webSocket, ByteBuffer data, boolean isLast) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            fragments.writeBytes(part);
            if (isLast) {
                arrivals.add(new Message(Bytes.wrap(fragments.toByteArray())));
                fragments.reset();
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            arrivals.add(new End("close " + code + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            arrivals.add(new End(error.toString()));
        }
    }
}
