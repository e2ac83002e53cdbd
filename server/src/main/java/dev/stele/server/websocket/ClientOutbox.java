package dev.stele.server.websocket;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.Bytes;
import dev.stele.host.subscription.RowList;
import dev.stele.host.subscription.ServerEvent;
import dev.stele.host.subscription.ServerEvent.QuerySetUpdate;
import dev.stele.host.subscription.ServerEvent.TableRows;
import dev.stele.host.subscription.ServerEvent.TableUpdate;
import dev.stele.server.protocol.Compression;
import dev.stele.server.protocol.ServerMessageCodec;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client, in order and bounded. Any thread adds; one virtual thread,
 * the sender, takes what may go (its transaction is durable), encodes and writes it.
 */
final class ClientOutbox {

    /** How messages are put into frames, and when they may go. */
    record Settings(boolean isCoalescing, Compression compression, boolean isConfirmed) {}

    /** Told when the client is too slow or cannot be written to. */
    interface Listener {
        void outboxFailed(String why);
    }

    private sealed interface Entry {
        long requiredOffset();

        record Event(ServerEvent event, long requiredOffset) implements Entry {}

        /** An encoded message. */
        @SuppressWarnings("ArrayRecordComponent")
        record Encoded(byte[] message) implements Entry {
            @Override
            public long requiredOffset() {
                return -1;
            }
        }

        /** A control frame; the last one when it closes the connection. */
        @SuppressWarnings("ArrayRecordComponent")
        record Control(int opcode, byte[] payload) implements Entry {
            @Override
            public long requiredOffset() {
                return -1;
            }
        }
    }

    private static final int FIXED_MESSAGE_BYTES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final ArrayDeque<Entry> controls = new ArrayDeque<>();
    private final Settings settings;
    private final DataWriter out;
    private final Listener listener;
    private long bytes;
    private int unanswered;
    private volatile boolean isHoldingBack;
    private long answersSent;
    private boolean isClosed;
    private final AtomicLong durableOffset;

    /**
     * The offset that the first waiting entry needs while the sender sleeps for it, else MAX_VALUE.
     */
    private volatile long wakeAt = Long.MAX_VALUE;

    private volatile @Nullable Thread sender;
    private volatile boolean hasSentClose;

    ClientOutbox(Settings settings, long durableOffset, DataWriter out, Listener listener) {
        this.settings = settings;
        this.durableOffset = new AtomicLong(durableOffset);
        this.out = out;
        this.listener = listener;
    }

    /**
     * Notes {@code count} requests of the client, whose answers will be queued, once so many of its
     * earlier requests are answered that {@link Limits#REQUESTS_IN_FLIGHT_MAX} is not exceeded.
     */
    void awaitAnswers(int count) {
        lock.lock();
        try {
            while (!isClosed
                    && unanswered > 0
                    && unanswered + count > Limits.REQUESTS_IN_FLIGHT_MAX) {
                isHoldingBack = true;
                answered.awaitUninterruptibly();
            }
            isHoldingBack = false;
            unanswered += count;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #awaitAnswers} waits: nothing is read from the client meanwhile. */
    boolean isHoldingBack() {
        return isHoldingBack;
    }

    /** Answers that have left this queue. */
    long answersSent() {
        lock.lock();
        try {
            return answersSent;
        } finally {
            lock.unlock();
        }
    }

    /** Queues {@code event}; a client that lets too much pile up is given up. */
    void offer(ServerEvent event, long requiredOffset) {
        add(new Entry.Event(event, settings.isConfirmed() ? requiredOffset : -1), size(event));
    }

    /** Queues an encoded message. */
    void offer(byte[] message) {
        add(new Entry.Encoded(message), message.length);
    }

    /** Queues a ping or a pong, which overtakes what waits for the disk. */
    void control(int opcode, byte[] payload) {
        boolean isOverflowing;
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isOverflowing = controls.size() >= Limits.OUTBOX_CONTROLS_MAX;
            if (!isOverflowing) {
                controls.add(new Entry.Control(opcode, payload));
                wakeAt = wakeAt == Long.MAX_VALUE ? wakeAt : -1;
            }
        } finally {
            lock.unlock();
        }
        if (isOverflowing) {
            listener.outboxFailed(
                    "client reads too slowly: more than "
                            + Limits.OUTBOX_CONTROLS_MAX
                            + " pings wait for their answer");
        } else {
            wake();
        }
    }

    /** Queues a close frame, after which nothing goes; what is waiting for the disk is dropped. */
    void close(byte[] payload) {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            answered.signalAll();
            controls.clear();
            entries.clear();
            entries.add(new Entry.Control(Frames.CLOSE, payload));
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Ends the sender without a word, unless a close frame is on its way. */
    void abandon() {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            answered.signalAll();
            controls.clear();
            entries.clear();
            entries.add(new Entry.Control(-1, new byte[0]));
        } finally {
            lock.unlock();
        }
        wake();
    }

    private void add(Entry entry, long size) {
        boolean isOverflowing;
        boolean mayGo;
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isOverflowing =
                    entries.size() >= Limits.OUTBOX_MESSAGES_MAX
                            || (bytes + size > Limits.OUTBOX_BYTES_MAX && !entries.isEmpty());
            if (!isOverflowing) {
                entries.add(entry);
                bytes += size;
            }
            boolean isHead = !isOverflowing && entries.size() == 1;
            if (isHead && wakeAt != Long.MAX_VALUE) {
                wakeAt = entry.requiredOffset();
            }
            // Read after the write above: whoever moves the offset meanwhile sees that write.
            mayGo = isHead && entry.requiredOffset() <= durableOffset.get();
        } finally {
            lock.unlock();
        }
        if (isOverflowing) {
            listener.outboxFailed(
                    "client reads too slowly: more than "
                            + Limits.OUTBOX_MESSAGES_MAX
                            + " messages or "
                            + Limits.OUTBOX_BYTES_MAX
                            + " bytes wait for it");
        } else if (mayGo) {
            wake();
        }
    }

    /** Whether the sender has ended with a close frame. */
    boolean hasSentClose() {
        return hasSentClose;
    }

    private void wake() {
        LockSupport.unpark(sender);
    }

    /** Transactions up to {@code offset} are durable now; an older word that comes late is void. */
    void durableAdvanced(long offset) {
        if (wakeAt <= durableOffset.accumulateAndGet(offset, Math::max)) {
            wake();
        }
    }

    /** The sender's work: runs until the connection is closed. */
    void run() {
        sender = Thread.currentThread();
        BsatnWriter payload = new BsatnWriter(4096);
        BsatnWriter frames = new BsatnWriter(4096);
        BsatnWriter body = new BsatnWriter(4096);
        List<Entry> batch = new ArrayList<>();
        try {
            while (true) {
                take(batch);
                boolean isLast = encode(batch, body, payload, frames);
                if (frames.size() > 0) {
                    out.writeNow(BufferData.create(frames.unsafeArray(), 0, frames.size()));
                }
                if (isLast) {
                    hasSentClose = frames.size() > 0;
                    return;
                }
                batch.clear();
                frames.reset();
            }
        } catch (RuntimeException | LinkageError e) {
            listener.outboxFailed("cannot write to the client: " + e.getMessage());
        }
    }

    private void take(List<Entry> batch) {
        while (true) {
            lock.lock();
            try {
                long size = 0;
                int answers = 0;
                Entry head = entries.peek();
                while (head != null
                        && head.requiredOffset() <= durableOffset.get()
                        && (batch.isEmpty() || size < Limits.COALESCED_BYTES_MAX)) {
                    entries.remove();
                    long own = size(head);
                    size += own;
                    bytes -= own;
                    batch.add(head);
                    answers += isAnswer(head) ? 1 : 0;
                    head = entries.peek();
                }
                batch.addAll(controls);
                controls.clear();
                if (!batch.isEmpty()) {
                    wakeAt = Long.MAX_VALUE;
                    unanswered -= answers;
                    answersSent += answers;
                    answered.signalAll();
                    return;
                }
                wakeAt = head == null ? Long.MAX_VALUE - 1 : head.requiredOffset();
            } finally {
                lock.unlock();
            }
            if (wakeAt > durableOffset.get()) {
                LockSupport.park(this);
            }
        }
    }

    /** Puts {@code batch} into frames; true when the last frame closes the connection. */
    private boolean encode(
            List<Entry> batch, BsatnWriter body, BsatnWriter payload, BsatnWriter frames) {
        body.reset();
        for (Entry entry : batch) {
            switch (entry) {
                case Entry.Control(int opcode, byte[] content) -> {
                    flush(body, payload, frames);
                    if (opcode < 0) {
                        return true;
                    }
                    Frames.write(frames, opcode, content, content.length);
                    if (opcode == Frames.CLOSE) {
                        return true;
                    }
                }
                case Entry.Encoded(byte[] message) -> body.raw(message, 0, message.length);
                case Entry.Event(ServerEvent event, long _) ->
                        ServerMessageCodec.write(body, event);
            }
            if (!settings.isCoalescing() || body.size() >= Limits.COALESCED_BYTES_MAX) {
                flush(body, payload, frames);
            }
        }
        flush(body, payload, frames);
        return false;
    }

    private void flush(BsatnWriter body, BsatnWriter payload, BsatnWriter frames) {
        if (body.size() == 0) {
            return;
        }
        payload.reset();
        settings.compression().write(payload, body.unsafeArray(), body.size());
        Frames.write(frames, Frames.BINARY, payload.unsafeArray(), payload.size());
        body.reset();
    }

    /** Whether {@code entry} is what a request of this client has led to. */
    private static boolean isAnswer(Entry entry) {
        return entry instanceof Entry.Event(ServerEvent event, long _)
                && switch (event) {
                    case ServerEvent.TransactionUpdate _ -> false;
                    case ServerEvent.SubscriptionError error -> error.requestId().isPresent();
                    case ServerEvent.SubscribeApplied _,
                            ServerEvent.UnsubscribeApplied _,
                            ServerEvent.OneOffResult _,
                            ServerEvent.ProcedureResult _,
                            ServerEvent.ReducerResult _ ->
                            true;
                };
    }

    private static long size(Entry entry) {
        return switch (entry) {
            case Entry.Control(int _, byte[] payload) -> payload.length;
            case Entry.Encoded(byte[] message) -> message.length;
            case Entry.Event(ServerEvent event, long _) -> size(event);
        };
    }

    private static long size(ServerEvent event) {
        return FIXED_MESSAGE_BYTES
                + switch (event) {
                    case ServerEvent.SubscribeApplied applied -> rows(applied.rows());
                    case ServerEvent.UnsubscribeApplied applied ->
                            rows(applied.rows().orElse(List.of()));
                    case ServerEvent.OneOffResult result -> rows(result.rows());
                    case ServerEvent.TransactionUpdate update -> updates(update.querySets());
                    case ServerEvent.ProcedureResult result ->
                            result.value().map(Bytes::size).orElse(result.error().length());
                    case ServerEvent.ReducerResult result -> updates(result.querySets());
                    case ServerEvent.SubscriptionError error -> error.error().length();
                };
    }

    private static long rows(List<TableRows> tables) {
        long size = 0;
        for (TableRows table : tables) {
            size += bytes(table.rows());
        }
        return size;
    }

    private static long updates(List<QuerySetUpdate> sets) {
        long size = 0;
        for (QuerySetUpdate set : sets) {
            for (TableUpdate table : set.tables()) {
                size += bytes(table.inserts()) + bytes(table.deletes());
            }
        }
        return size;
    }

    private static long bytes(RowList rows) {
        return rows.encoded().size();
    }
}
