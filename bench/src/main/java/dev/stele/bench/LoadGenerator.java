package dev.stele.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps transfers in flight on many connections from one thread, and measures them. */
final class LoadGenerator {

    /** What to run. {@code alpha} is the exponent of the Zipf choice of accounts, 0 for uniform. */
    record Load(
            String name,
            Wire.Protocol protocol,
            int connections,
            int inFlight,
            boolean isConfirmed,
            double alpha) {}

    /** What came out; latencies in microseconds, errors of the whole run by text. */
    record Outcome(
            double perSecond,
            long failed,
            long p50,
            long p99,
            List<Integer> series,
            Map<String, Integer> errors) {}

    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int SELECT_MS = 50;
    private static final long SEED = 42;

    /** Different error texts that are kept. */
    private static final int ERROR_TEXTS_MAX = 20;

    private static final byte[] TRANSFER = "transfer".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final String database;
    private final int accounts;

    LoadGenerator(InetSocketAddress server, String database, int accounts) {
        this.server = server;
        this.database = database;
        this.accounts = accounts;
    }

    private static final class Lane implements Client.Answers {
        final Client client;
        final ArrayDeque<Long> started = new ArrayDeque<>();
        final Meter meter;
        final AccountChoice choice;
        final byte[] args = new byte[16];
        int nextId;
        int expectedId;
        int toSend;

        Lane(Client client, Meter meter, AccountChoice choice) {
            this.client = client;
            this.meter = meter;
            this.choice = choice;
        }

        @Override
        public void answered(int requestId, String error) {
            if (requestId != expectedId) {
                throw new IllegalStateException(
                        "answer to call " + requestId + ", expected " + expectedId);
            }
            expectedId++;
            meter.done(started.remove(), error);
            toSend++;
        }

        void send() {
            long now = System.nanoTime();
            for (; toSend > 0; toSend--) {
                int from = choice.next();
                int to = choice.next();
                while (to == from) {
                    // Both anew: a new payee alone would drain the accounts that are chosen often.
                    from = choice.next();
                    to = choice.next();
                }
                ByteBuffer.wrap(args)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(from)
                        .putInt(to)
                        .putLong(1);
                client.call(nextId++, TRANSFER, args);
                started.add(now);
            }
        }
    }

    /** Runs {@code load} for {@code warmSeconds} unmeasured and {@code seconds} measured. */
    Outcome run(Load load, int warmSeconds, int seconds) throws IOException {
        long begin = System.nanoTime();
        long measureFrom = begin + (long) warmSeconds * NANOS_PER_SECOND;
        long end = measureFrom + (long) seconds * NANOS_PER_SECOND;
        Meter meter = new Meter(begin, measureFrom, end);
        AccountChoice choice = new AccountChoice(accounts, load.alpha(), SEED);
        List<Lane> lanes = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < load.connections(); i++) {
                Client client = new Client(server, database, load.protocol(), load.isConfirmed());
                Lane lane = new Lane(client, meter, choice);
                lane.toSend = load.inFlight();
                client.channel().configureBlocking(false);
                client.channel().register(selector, SelectionKey.OP_READ, lane);
                client.parse(lane);
                lanes.add(lane);
            }
            long giveUp = end + 5L * NANOS_PER_SECOND;
            while (System.nanoTime() < giveUp) {
                boolean isOver = System.nanoTime() >= end;
                if (isOver && lanes.stream().allMatch(lane -> lane.started.isEmpty())) {
                    break;
                }
                for (SelectionKey key : selector.keys()) {
                    serve(key, isOver);
                }
                selector.select(SELECT_MS);
                for (Iterator<SelectionKey> it = selector.selectedKeys().iterator();
                        it.hasNext(); ) {
                    SelectionKey key = it.next();
                    it.remove();
                    if (key.isReadable()) {
                        Lane lane = (Lane) key.attachment();
                        lane.client.read(lane);
                    }
                }
            }
            return meter.outcome(seconds);
        } finally {
            for (Lane lane : lanes) {
                lane.client.channel().close();
            }
        }
    }

    private static void serve(SelectionKey key, boolean isOver) {
        Lane lane = (Lane) key.attachment();
        if (lane.client.isReady() && !isOver) {
            lane.send();
        }
        try {
            boolean isWritten = lane.client.flush();
            int wanted =
                    isWritten ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts and latencies. */
    private static final class Meter {
        private final long begin;
        private final long measureFrom;
        private final long end;
        private final Histogram latencies = new Histogram();
        private final List<Integer> series = new ArrayList<>();
        private final Map<String, Integer> errors = new TreeMap<>();
        private long done;
        private long failed;

        Meter(long begin, long measureFrom, long end) {
            this.begin = begin;
            this.measureFrom = measureFrom;
            this.end = end;
        }

        void done(long startedNanos, String error) {
            long now = System.nanoTime();
            boolean isOk = error.isEmpty();
            if (!isOk && (errors.size() < ERROR_TEXTS_MAX || errors.containsKey(error))) {
                errors.merge(error, 1, Integer::sum);
            }
            int second = (int) ((now - begin) / NANOS_PER_SECOND);
            while (series.size() <= second) {
                series.add(0);
            }
            series.set(second, series.get(second) + 1);
            if (now >= measureFrom && now < end) {
                done += isOk ? 1 : 0;
                failed += isOk ? 0 : 1;
                latencies.add((now - startedNanos) / NANOS_PER_MICRO);
            }
        }

        Outcome outcome(int seconds) {
            return new Outcome(
                    (double) done / seconds,
                    failed,
                    latencies.percentile(0.50),
                    latencies.percentile(0.99),
                    series,
                    errors);
        }
    }
}
