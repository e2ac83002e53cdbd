package dev.stele.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.Bytes;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that does nothing wrong while others do: it must be served all the time, and sees
 * whether the others are gone.
 */
public final class Bystander implements AutoCloseable {

    private static final int LOOKS_MAX = 1_000;
    private static final int PAUSE_MS = 10;

    /** A row of {@code st_client}: an identity and a connection id. */
    private static final Pattern CLIENT = Pattern.compile("[0-9a-f]{96}");

    private final RawWebSocket socket;
    private int lastId;

    private Bystander(RawWebSocket socket) {
        this.socket = socket;
    }

    /** Connects the owner to {@code database}. */
    public static Bystander join(TestServer server, String database) throws IOException {
        return new Bystander(
                RawWebSocket.connected(server, database, "v2.bsatn.spacetimedb", TestServer.OWNER));
    }

    /** Makes a call, which must work. */
    public void call() throws IOException {
        call("noop", Bytes.EMPTY);
    }

    /** Calls {@code reducer}, which must work. */
    void call(String reducer, Bytes args) throws IOException {
        int id = ++lastId;
        socket.send(RawWebSocket.BINARY, Messages.call(id, reducer, args));
        assertThat(Messages.next(socket)).startsWith("ReducerResult " + id + " ok");
    }

    /** The clients that the database knows of. */
    int clients() throws IOException {
        Matcher rows = CLIENT.matcher(ask("SELECT * FROM st_client"));
        int count = 0;
        while (rows.find()) {
            count++;
        }
        return count;
    }

    /** What {@code sql} answers, which must be rows. */
    String ask(String sql) throws IOException {
        int id = ++lastId;
        socket.send(RawWebSocket.BINARY, Messages.query(id, sql));
        String answer = Messages.next(socket);
        assertThat(answer).startsWith("OneOffQueryResult " + id + " ok");
        return answer;
    }

    /** Waits until the database knows of no client but this one. */
    public void awaitAlone() throws IOException, InterruptedException {
        for (int look = 0; clients() != 1; look++) {
            assertThat(look).as("clients are left: " + clients()).isLessThan(LOOKS_MAX);
            Thread.sleep(PAUSE_MS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
