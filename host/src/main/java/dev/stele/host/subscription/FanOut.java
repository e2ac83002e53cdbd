package dev.stele.host.subscription;

import dev.stele.host.datastore.CommittedState;
import dev.stele.host.environment.Threads;
import java.util.ArrayList;
import java.util.List;

/** The fan-out thread of one database and the queue before it. */
public final class FanOut implements AutoCloseable {

    /** How many events may wait for the fan-out thread; adding one more waits. */
    public static final int QUEUE_DEPTH_MAX = 65_536;

    private static final long STACK_BYTES = 8L << 20;

    private final BatchQueue<FanOutEvent> queue = new BatchQueue<>(QUEUE_DEPTH_MAX);
    private final QueryReader reader;
    private final SubscriptionManager subscriptions;
    private final FailureListener onFailure;
    private final Thread thread;

    /** Told when the fan-out thread met a failure that is not a client's. */
    public interface FailureListener {
        void failed(RuntimeException cause);
    }

    /** Starts at {@code state}; {@code name} names the thread. */
    public FanOut(
            String name,
            CommittedState state,
            QueryReader reader,
            Threads threads,
            FailureListener onFailure) {
        this.reader = reader;
        this.subscriptions = new SubscriptionManager(state, reader);
        this.onFailure = onFailure;
        this.thread = threads.startPlatform(name, STACK_BYTES, this::run);
    }

    /** How the fan-out understands queries. */
    public QueryReader reader() {
        return reader;
    }

    /** Queues {@code event}, waiting for room; false when the database is closed. */
    public boolean publish(FanOutEvent event) {
        return queue.add(event);
    }

    /** Queues all of {@code events} with one hand-over. */
    public boolean publishAll(List<? extends FanOutEvent> events) {
        return queue.addAll(events);
    }

    private void run() {
        List<FanOutEvent> spare = new ArrayList<>();
        while (true) {
            List<FanOutEvent> batch = queue.takeAll(spare);
            if (batch.isEmpty()) {
                return;
            }
            for (FanOutEvent event : batch) {
                try {
                    subscriptions.handle(event);
                } catch (RuntimeException e) {
                    onFailure.failed(e);
                }
            }
            batch.clear();
            spare = batch;
        }
    }

    /** Handles what is queued, then ends the thread. */
    @Override
    public void close() {
        queue.close();
        if (Thread.currentThread() != thread) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
