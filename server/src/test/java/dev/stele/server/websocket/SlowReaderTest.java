package dev.stele.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.Bytes;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not read, and clients that send more than can be carried out at once. */
final class SlowReaderTest {

    private static final String V3 = "v3.bsatn.spacetimedb";
    private static final int CLIENTS = 3;
    private static final int ROWS = 1_000;
    private static final int ROW_BYTES = 8_000;

    /** So many transactions of 8 MB cannot wait for a client: 64 MiB may, and what TCP takes. */
    private static final int TRANSACTIONS = 20;

    private static final int CALLS_PER_FRAME = 10_000;
    private static final int CALLS = 5 * CALLS_PER_FRAME;

    @TempDir Path folder;

    @Test
    void aClientThatDoesNotReadIsGivenUpWhileOthersAreServed()
            throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(folder)) {
            server.publish("slow");
            try (Bystander bystander = Bystander.join(server, "slow")) {
                List<RawWebSocket> slow = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    RawWebSocket client = RawWebSocket.connected(server, "slow", V3, "alice");
                    client.send(
                            RawWebSocket.BINARY, Messages.subscribe(1, 1, "SELECT * FROM grid"));
                    assertThat(Messages.next(client)).startsWith("SubscribeApplied");
                    slow.add(client);
                }
                assertThat(bystander.clients()).isEqualTo(CLIENTS + 1);
                Bytes rows = Bytes.wrap(new BsatnWriter().u32(ROWS).u32(ROW_BYTES).toByteArray());
                Bytes zone = Bytes.wrap(new BsatnWriter().u32(1_000).toByteArray());
                for (int i = 0; i < TRANSACTIONS; i++) {
                    bystander.call("big", rows);
                    bystander.call("delete_grid", zone);
                }
                bystander.awaitAlone();
                for (RawWebSocket client : slow) {
                    client.close();
                }
                bystander.call();
            }
        }
    }

    /** Far more calls at once than may wait: the client is held back, and each gets its answer. */
    @Test
    void moreCallsThanMayWaitAreAllAnsweredInOrder() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(folder)) {
            server.publish("calls");
            try (Bystander bystander = Bystander.join(server, "calls");
                    RawWebSocket client = RawWebSocket.connected(server, "calls", V3, "alice")) {
                Thread sender =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        sendCalls(client);
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                });
                int answered = 0;
                while (answered < CALLS) {
                    for (String message : Messages.next(client).split(" & ", -1)) {
                        assertThat(message).startsWith("ReducerResult " + answered + " ok");
                        answered++;
                    }
                    if (answered % 100 == 0) {
                        bystander.call();
                    }
                }
                sender.join();
                bystander.call();
            }
        }
    }

    private static void sendCalls(RawWebSocket client) throws IOException {
        for (int first = 0; first < CALLS; first += CALLS_PER_FRAME) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            for (int i = first; i < first + CALLS_PER_FRAME; i++) {
                frame.writeBytes(Messages.call(i, "noop", Bytes.EMPTY));
            }
            client.send(RawWebSocket.BINARY, frame.toByteArray());
        }
    }
}
