package dev.stele.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Kills a server with SIGKILL at random moments under load, starts it again, and checks that every
 * transfer that a client saw confirmed is there, that nothing is there which nobody sent, and that
 * the balances are what the journal says. Works with the module {@code
 * conformance/modules/kill-nine}.
 */
public final class KillNine {

    private static final int ACCOUNTS = 100;
    private static final long BALANCE = 1_000;
    private static final int CONNECTIONS = 4;
    private static final int IN_FLIGHT = 32;
    private static final int START_SECONDS_MAX = 60;
    private static final byte[] TRANSFER = "transfer".getBytes(StandardCharsets.US_ASCII);

    private final List<String> startCommand;
    private final File serverLog;
    private final InetSocketAddress server;
    private final String database;
    private final Random random;
    private final Set<Long> confirmed = new HashSet<>();
    private long submitted;

    /** {@code startCommand} runs the server in the foreground on {@code port}. */
    public KillNine(
            List<String> startCommand, Path serverLog, int port, String database, long seed) {
        this.startCommand = List.copyOf(startCommand);
        this.serverLog = serverLog.toFile();
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.database = database;
        this.random = new Random(seed);
    }

    /** What the rounds proved. */
    public record Summary(int rounds, long confirmed, long journalled, long submitted) {}

    /**
     * {@code PORT DATABASE ROUNDS SEED LOG COMMAND...}: the database must have the module, and the
     * server must not be running.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        long seed = Long.parseLong(args[3]);
        KillNine harness =
                new KillNine(
                        Arrays.asList(args).subList(5, args.length),
                        Path.of(args[4]),
                        Integer.parseInt(args[0]),
                        args[1],
                        seed);
        Summary summary = harness.run(Integer.parseInt(args[2]));
        out.println("seed " + seed + ": " + summary);
    }

    /** Runs {@code rounds} rounds of load, kill, restart and check. */
    public Summary run(int rounds) throws IOException, InterruptedException {
        Process process = start();
        try {
            try (Http http = new Http(server, database)) {
                if (Http.rows(http.sql("SELECT * FROM accounts")).length == 0) {
                    http.call("seed", "[" + ACCOUNTS + "," + BALANCE + "]");
                }
            }
            long journalled = 0;
            for (int round = 0; round < rounds; round++) {
                long lifeMs = 20L + random.nextInt(1_500);
                Process victim = process;
                boolean isWarm = round % 2 == 1;
                long before = confirmed();
                Thread killer =
                        Thread.ofPlatform()
                                .start(() -> {
                                    if (isWarm) {
                                        awaitConfirmed(before);
                                    }
                                    sleep(lifeMs);
                                    victim.destroyForcibly();
                                });
                load();
                killer.join();
                process.waitFor();
                process = start();
                journalled = check();
            }
            return new Summary(rounds, confirmed.size(), journalled, submitted);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * Waits until more than {@code before} transfers are confirmed, a kill then finds work in
     * flight.
     */
    private void awaitConfirmed(long before) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (confirmed() <= before && System.nanoTime() < giveUp) {
            sleep(1);
        }
    }

    private synchronized long confirmed() {
        return confirmed.size();
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(startCommand)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(serverLog))
                        .start();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (System.nanoTime() < giveUp) {
            if (!process.isAlive()) {
                throw new IOException("the server ended by itself, see " + serverLog);
            }
            try (Http http = new Http(server, database)) {
                http.sql("SELECT COUNT(*) AS n FROM journal");
                return process;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        process.destroyForcibly();
        throw new IOException("the server did not start within " + START_SECONDS_MAX + " s");
    }

    /** Transfers until the connections break. */
    private void load() {
        Thread[] lanes = new Thread[CONNECTIONS];
        for (int i = 0; i < lanes.length; i++) {
            long seed = random.nextLong();
            Wire.Protocol protocol = i % 2 == 0 ? Wire.Protocol.V3 : Wire.Protocol.V2;
            lanes[i] = Thread.ofPlatform().start(() -> lane(protocol, new Random(seed)));
        }
        for (Thread lane : lanes) {
            try {
                lane.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void lane(Wire.Protocol protocol, Random choice) {
        Map<Integer, Long> inFlight = new HashMap<>();
        try {
            Client client = new Client(server, database, protocol, true);
            int[] nextRequest = new int[1];
            Client.Answers answers =
                    (requestId, error) -> {
                        long id = Objects.requireNonNull(inFlight.remove(requestId));
                        if (!error.isEmpty()) {
                            throw new IllegalStateException("transfer " + id + ": " + error);
                        }
                        synchronized (this) {
                            confirmed.add(id);
                        }
                    };
            client.parse(answers);
            while (true) {
                while (client.isReady() && inFlight.size() < IN_FLIGHT) {
                    long id;
                    synchronized (this) {
                        id = submitted++;
                    }
                    int from = choice.nextInt(ACCOUNTS);
                    int to = (from + 1 + choice.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                    byte[] args =
                            ByteBuffer.allocate(24)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(id)
                                    .putInt(from)
                                    .putInt(to)
                                    .putLong(1 + choice.nextInt(5))
                                    .array();
                    inFlight.put(nextRequest[0], id);
                    client.call(nextRequest[0]++, TRANSFER, args);
                }
                client.flush();
                client.read(answers);
            }
        } catch (IOException _) {
            // The server was killed, as it is meant to be.
            return;
        }
    }

    private long check() throws IOException {
        try (Http http = new Http(server, database)) {
            long[][] journal = Http.rows(http.sql("SELECT * FROM journal"));
            long[] expected = new long[ACCOUNTS];
            Arrays.fill(expected, BALANCE);
            Set<Long> present = new HashSet<>();
            for (long[] row : journal) {
                require(row[0] < submitted, "transfer " + row[0] + " was never sent");
                require(present.add(row[0]), "transfer " + row[0] + " is there twice");
                expected[(int) row[1]] -= row[3];
                expected[(int) row[2]] += row[3];
            }
            for (long id : confirmed) {
                require(present.contains(id), "confirmed transfer " + id + " is lost");
            }
            long[][] accounts = Http.rows(http.sql("SELECT * FROM accounts"));
            require(accounts.length == ACCOUNTS, accounts.length + " accounts");
            for (long[] row : accounts) {
                require(
                        row[1] == expected[(int) row[0]],
                        "account "
                                + row[0]
                                + " holds "
                                + row[1]
                                + ", the journal says "
                                + expected[(int) row[0]]);
            }
            return journal.length;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
