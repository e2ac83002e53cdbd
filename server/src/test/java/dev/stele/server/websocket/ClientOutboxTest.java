package dev.stele.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.subscription.ServerEvent;
import dev.stele.server.protocol.Compression;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may leave for a client, and when. */
final class ClientOutboxTest {

    private static final int BINARY = 0x82;
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;

    /** The first byte of each frame that was written. */
    private final BlockingQueue<Integer> written = new LinkedBlockingQueue<>();

    private final List<String> failures = new ArrayList<>();

    private final ClientOutbox outbox =
            new ClientOutbox(
                    new ClientOutbox.Settings(false, Compression.NONE, true),
                    5,
                    new FirstBytes(),
                    failures::add);

    private final Thread sender = new Thread(outbox::run, "sender");

    @BeforeEach
    void start() {
        sender.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        outbox.abandon();
        sender.join();
        assertThat(failures).isEmpty();
    }

    @Test
    void waitsUntilTheTransactionIsDurable() throws InterruptedException {
        outbox.offer(update(), 6);
        outbox.offer(update(), 7);
        outbox.durableAdvanced(6);
        assertThat(next()).isEqualTo(BINARY);
        assertThat(written).isEmpty();
        outbox.durableAdvanced(7);
        assertThat(next()).isEqualTo(BINARY);
    }

    @Test
    void anOlderOffsetThatComesLateTakesNothingBack() throws InterruptedException {
        outbox.durableAdvanced(6);
        outbox.durableAdvanced(5);
        outbox.offer(update(), 6);
        assertThat(next()).isEqualTo(BINARY);
    }

    @Test
    void aPingOvertakesWhatWaitsForTheDisk() throws InterruptedException {
        outbox.offer(update(), 6);
        outbox.control(Frames.PING, new byte[0]);
        assertThat(next()).isEqualTo(PING);
        outbox.durableAdvanced(6);
        assertThat(next()).isEqualTo(BINARY);
    }

    @Test
    void aCloseDropsWhatWaitsForTheDisk() throws InterruptedException {
        outbox.offer(update(), 6);
        outbox.close(CloseFrame.payload(CloseFrame.AWAY, "bye"));
        assertThat(next()).isEqualTo(CLOSE);
        sender.join();
        assertThat(written).isEmpty();
    }

    private static ServerEvent update() {
        return new ServerEvent.TransactionUpdate(List.of());
    }

    private Integer next() throws InterruptedException {
        return written.poll(1, TimeUnit.MINUTES);
    }

    private final class FirstBytes implements DataWriter {

        @Override
        public void write(BufferData... buffers) {
            writeNow(buffers);
        }

        @Override
        public void write(BufferData buffer) {
            writeNow(buffer);
        }

        @Override
        public void writeNow(BufferData... buffers) {
            for (BufferData buffer : buffers) {
                writeNow(buffer);
            }
        }

        @Override
        public void writeNow(BufferData buffer) {
            written.add(buffer.read());
        }
    }
}
