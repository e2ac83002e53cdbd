package dev.stele.server.websocket;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.environment.Clock;
import dev.stele.host.module.CallOutcome;
import dev.stele.host.module.ClientRequest;
import dev.stele.host.module.ModuleHost;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.subscription.ClientSink;
import dev.stele.host.subscription.FanOutEvent;
import dev.stele.host.subscription.ServerEvent;
import dev.stele.server.auth.Claims;
import dev.stele.server.protocol.ClientMessage;
import dev.stele.server.protocol.ClientMessageCodec;
import dev.stele.server.protocol.ServerMessageCodec;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** One client's connection, from the upgrade to its end. */
final class SubscribeConnection implements ServerConnection, ClientSink, ClientOutbox.Listener {

    /** What the client asked for in the upgrade. */
    record Request(
            ModuleHost host,
            Claims claims,
            ConnectionId connectionId,
            boolean isV3,
            ClientOutbox.Settings settings) {}

    private final ConnectionContext context;
    private final Request request;
    private final Connections connections;
    private final Clock clock;
    private final ClientOutbox outbox;
    private final FrameReader frames;
    private volatile long lastReceivedNanos;
    private volatile long lastPingNanos;
    private volatile long lastAnswers;
    private volatile boolean isEnding;
    private volatile boolean isGreeted;
    private boolean hasClientClosed;

    SubscribeConnection(
            ConnectionContext context, Request request, Connections connections, Clock clock) {
        this.context = context;
        this.request = request;
        this.connections = connections;
        this.clock = clock;
        this.frames = new FrameReader(context.dataReader());
        this.outbox =
                new ClientOutbox(
                        request.settings(),
                        request.host().database().durableOffset().get(),
                        context.dataWriter(),
                        this);
        this.lastReceivedNanos = clock.monotonicNanos();
        this.lastPingNanos = lastReceivedNanos;
    }

    @Override
    public Identity identity() {
        return request.claims().identity();
    }

    @Override
    public ConnectionId connectionId() {
        return request.connectionId();
    }

    ModuleHost host() {
        return request.host();
    }

    @Override
    public void send(ServerEvent event, long requiredOffset) {
        outbox.offer(event, requiredOffset);
    }

    @Override
    public void handle(Limit limit) {
        if (!connect()) {
            // Refused after the upgrade: the socket just ends, as the reference does it.
            return;
        }
        connections.add(this);
        Thread sender = Thread.ofVirtual().name("sender").start(outbox::run);
        try {
            greet();
            read();
        } catch (FrameReader.TooLargeException e) {
            end(CloseFrame.TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (DecodeException e) {
            end(CloseFrame.ERROR, String.valueOf(e.getMessage()));
        } catch (RuntimeException _) {
            // The client is gone or broke the framing: nothing more can be said to it.
            outbox.abandon();
        } finally {
            isEnding = true;
            connections.remove(this);
            request.host().disconnect(this);
            outbox.abandon();
            finish(sender);
        }
    }

    private boolean connect() {
        try {
            return request.host()
                            .connect(identity(), connectionId(), request.claims().payload())
                            .join()
                    instanceof CallOutcome.Done;
        } catch (CompletionException _) {
            // The database is closing.
            return false;
        }
    }

    /**
     * Lets the close frame go, then takes what the client has sent in the meantime: closing with
     * unread bytes would take the close frame back.
     */
    private void finish(Thread sender) {
        try {
            sender.join(Duration.ofMillis(Limits.CLOSE_TIMEOUT_MS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!hasClientClosed && outbox.hasSentClose()) {
            disconnectLater();
            try {
                frames.skipToClose();
            } catch (FrameReader.ProtocolException | FrameReader.TooLargeException _) {
                skipToEnd();
            } catch (RuntimeException _) {
                // The connection has ended.
                return;
            }
        }
    }

    private void skipToEnd() {
        try {
            frames.skipToEnd();
        } catch (RuntimeException _) {
            // The connection has ended.
            return;
        }
    }

    private void disconnectLater() {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        Thread.sleep(Duration.ofMillis(Limits.CLOSE_TIMEOUT_MS));
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    disconnect();
                });
    }

    private void greet() {
        BsatnWriter message = new BsatnWriter(512);
        ServerMessageCodec.initialConnection(
                message, identity(), connectionId(), request.claims().token());
        outbox.offer(message.toByteArray());
        outbox.control(Frames.PING, new byte[0]);
        isGreeted = true;
    }

    private void read() {
        List<ClientRequest> batch = new ArrayList<>();
        while (!isEnding) {
            if (!frames.hasWholeFrame() || batch.size() >= Limits.BATCH_MESSAGES_MAX) {
                submit(batch);
            }
            FrameReader.Message message;
            try {
                message = frames.next();
            } catch (RuntimeException e) {
                submit(batch);
                throw e;
            }
            lastReceivedNanos = clock.monotonicNanos();
            switch (message.opcode()) {
                case Frames.BINARY -> decode(message, batch);
                case Frames.TEXT -> {
                    submit(batch);
                    end(
                            CloseFrame.ERROR,
                            (request.isV3() ? "v3" : "v2")
                                    + " websocket does not support text messages");
                }
                case Frames.PING -> outbox.control(Frames.PONG, message.copy());
                case Frames.CLOSE -> {
                    submit(batch);
                    hasClientClosed = true;
                    outbox.close(CloseFrame.answer(message.copy()));
                    return;
                }
                default -> {}
            }
        }
    }

    private void submit(List<ClientRequest> batch) {
        for (int from = 0; from < batch.size(); from += Limits.BATCH_MESSAGES_MAX) {
            int to = Math.min(batch.size(), from + Limits.BATCH_MESSAGES_MAX);
            outbox.awaitAnswers(to - from);
            if (!request.host().submit(batch.subList(from, to))) {
                end(CloseFrame.AWAY, "module exited");
                break;
            }
        }
        batch.clear();
    }

    private void decode(FrameReader.Message frame, List<ClientRequest> batch) {
        List<ClientMessage> messages;
        try {
            messages =
                    request.isV3()
                            ? ClientMessageCodec.decodeV3(
                                    frame.array(), frame.offset(), frame.length())
                            : ClientMessageCodec.decodeV2(
                                    frame.array(), frame.offset(), frame.length());
        } catch (DecodeException e) {
            submit(batch);
            throw e;
        }
        for (ClientMessage message : messages) {
            switch (message) {
                case ClientMessage.CallReducer(int id, String reducer, var args) ->
                        batch.add(new ClientRequest.CallReducer(this, id, reducer, args));
                case ClientMessage.Subscribe(int id, int set, List<String> queries) ->
                        batch.add(
                                new ClientRequest.Query(
                                        this, new FanOutEvent.Subscribe(this, id, set, queries)));
                case ClientMessage.Unsubscribe(int id, int set, boolean sendsRows) ->
                        batch.add(
                                new ClientRequest.Query(
                                        this,
                                        new FanOutEvent.Unsubscribe(this, id, set, sendsRows)));
                case ClientMessage.OneOffQuery(int id, String query) ->
                        batch.add(
                                new ClientRequest.Query(
                                        this, new FanOutEvent.OneOffQuery(this, id, query)));
                case ClientMessage.CallProcedure(int id, String procedure, var args) ->
                        batch.add(new ClientRequest.CallProcedure(this, id, procedure, args));
            }
        }
    }

    /** Closes with {@code code}; what the client sent before is carried out all the same. */
    void end(int code, String reason) {
        isEnding = true;
        outbox.close(CloseFrame.payload(code, reason));
    }

    /** Closes from outside the reading thread, which then has a moment to say goodbye. */
    void endSoon(int code, String reason) {
        end(code, reason);
        disconnectLater();
    }

    /** Sends a ping or gives the client up, as its silence demands. */
    void tick(long nowNanos) {
        if (!isGreeted || isEnding) {
            return;
        }
        long answers = outbox.answersSent();
        if (outbox.isHoldingBack() && answers != lastAnswers) {
            // It may not speak, and it takes what it is told.
            lastReceivedNanos = nowNanos;
        }
        lastAnswers = answers;
        if (nowNanos - lastReceivedNanos > Limits.IDLE_TIMEOUT_NANOS) {
            outboxFailed("client was silent for too long");
        } else if (nowNanos - lastPingNanos > Limits.PING_INTERVAL_NANOS) {
            lastPingNanos = nowNanos;
            outbox.control(Frames.PING, new byte[0]);
        }
    }

    /** What the client has sent meanwhile could not be read: its silence begins now. */
    void serverWasPaused(long nowNanos) {
        lastReceivedNanos = nowNanos;
    }

    void durableAdvanced(long offset) {
        outbox.durableAdvanced(offset);
    }

    @Override
    public void outboxFailed(String why) {
        if (!isEnding) {
            isEnding = true;
            outbox.abandon();
            disconnect();
        }
    }

    /** Ends the socket, which ends the reading thread. */
    void disconnect() {
        try {
            context.serverSocket().close();
        } catch (RuntimeException _) {
            // It is closed already.
            isEnding = true;
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.ofNanos(clock.monotonicNanos() - lastReceivedNanos);
    }

    @Override
    public void close(boolean interrupt) {
        endSoon(CloseFrame.AWAY, "server stops");
    }
}
