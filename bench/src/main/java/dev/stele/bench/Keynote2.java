package dev.stele.bench;

import dev.stele.bench.LoadGenerator.Load;
import dev.stele.bench.LoadGenerator.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The keynote-2 workload: many accounts, transfers between two of them with a check of funds.
 * Prints a Markdown table and fails when money was made or lost.
 */
public final class Keynote2 {

    static final long BALANCE = 1_000_000;
    private static final int CLOCK_TICKS_PER_SECOND = 100;
    private static final double MICROS_PER_SECOND = 1e6;

    static final List<Load> CASES =
            List.of(
                    new Load("v3 64 x 40", Wire.Protocol.V3, 64, 40, true, 0),
                    new Load("v3 64 x 40, Zipf 1.5", Wire.Protocol.V3, 64, 40, true, 1.5),
                    new Load("v3 16 x 40", Wire.Protocol.V3, 16, 40, true, 0),
                    new Load("v3 4 x 40", Wire.Protocol.V3, 4, 40, true, 0),
                    new Load("v3 1 x 40", Wire.Protocol.V3, 1, 40, true, 0),
                    new Load("v3 1 x 256", Wire.Protocol.V3, 1, 256, true, 0),
                    new Load("v3 1 x 2048", Wire.Protocol.V3, 1, 2048, true, 0),
                    new Load("v2 64 x 40", Wire.Protocol.V2, 64, 40, true, 0),
                    new Load("v2 64 x 1", Wire.Protocol.V2, 64, 1, true, 0),
                    new Load("v2 1 x 1", Wire.Protocol.V2, 1, 1, true, 0),
                    new Load("v2 1 x 1, unconfirmed", Wire.Protocol.V2, 1, 1, false, 0));

    private static final List<Integer> HTTP_CONNECTIONS = List.of(1, 16, 64);

    /** Seconds of the first case whose throughput is shown: the engine warms up meanwhile. */
    private static final List<Integer> WARM_UP_SECONDS = List.of(1, 5, 15, 60);

    private Keynote2() {}

    /**
     * {@code PORT DATABASE [secs=8] [warm=8] [accounts=100000] [pid=SERVER] [only=TEXT]
     * [profile=0]}: runs the cases whose name contains {@code only}; {@code profile=1} adds the CPU
     * time of each stage.
     */
    public static void main(String[] args) throws IOException {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        String database = args[1];
        int seconds = (int) option(args, "secs", 8);
        int warm = (int) option(args, "warm", 8);
        int accounts = (int) option(args, "accounts", 100_000);
        long pid = option(args, "pid", 0);
        String only = text(args, "only");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Http http = new Http(server, database)) {
            http.call("seed", "[" + accounts + "," + BALANCE + "]");
            out.println("| case | transfers/s | p50 us | p99 us | failed | server CPU | own CPU |");
            out.println("|---|---|---|---|---|---|---|");
            LoadGenerator generator = new LoadGenerator(server, database, accounts);
            Watched watched = new Watched(pid, option(args, "profile", 0) != 0);
            for (Load load : CASES) {
                if (load.name().contains(only)) {
                    run(generator, load, new Window(warm, seconds), watched, out);
                }
            }
            HttpLoad overHttp = new HttpLoad(server, database, accounts, http.newToken());
            for (int connections : HTTP_CONNECTIONS) {
                for (boolean isConfirmed : new boolean[] {true, false}) {
                    String name =
                            "HTTP, "
                                    + connections
                                    + " connections"
                                    + (isConfirmed ? "" : ", unconfirmed");
                    if (name.contains(only)) {
                        runHttp(
                                overHttp,
                                new HttpCase(name, connections, isConfirmed),
                                new Window(warm, seconds),
                                pid,
                                out);
                    }
                }
            }
            check(http, accounts, out);
        }
    }

    /** The value of {@code name=VALUE}. */
    static long option(String[] args, String name, long byDefault) {
        String text = text(args, name);
        return text.isEmpty() ? byDefault : Long.parseLong(text);
    }

    /** The value of {@code name=VALUE}, empty without one. */
    static String text(String[] args, String name) {
        return Arrays.stream(args)
                .filter(a -> a.startsWith(name + "="))
                .map(a -> a.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private record Window(int warm, int seconds) {}

    /** The server's process, and whether to tell what its threads do. */
    private record Watched(long pid, boolean isProfiled) {}

    private static void run(
            LoadGenerator generator, Load load, Window window, Watched watched, PrintStream out)
            throws IOException {
        long pid = watched.pid();
        double serverBefore = cpuSeconds(pid);
        double ownBefore = cpuSeconds(ProcessHandle.current().pid());
        StageTimes stagesBefore = StageTimes.of(pid);
        Outcome outcome = generator.run(load, window.warm(), window.seconds());
        StageTimes stages = StageTimes.of(pid).since(stagesBefore);
        double elapsed = window.warm() + (double) window.seconds();
        out.printf(
                "| %s | %.0f | %d | %d | %d | %.2f | %.2f |%n",
                load.name(),
                outcome.perSecond(),
                outcome.p50(),
                outcome.p99(),
                outcome.failed(),
                (cpuSeconds(pid) - serverBefore) / elapsed,
                (cpuSeconds(ProcessHandle.current().pid()) - ownBefore) / elapsed);
        outcome.errors()
                .forEach((text, count) -> out.printf("| ... %s: %d | | | | | | |%n", text, count));
        if (watched.isProfiled()) {
            long done = outcome.series().stream().mapToLong(Integer::intValue).sum();
            stages.seconds()
                    .forEach((stage, used) ->
                            out.printf(
                                    "| ... %s: %.2f us each | | | | | | |%n",
                                    stage, Math.max(0, used) * MICROS_PER_SECOND / done));
        }
        if (load.equals(CASES.getFirst())) {
            for (int second : WARM_UP_SECONDS) {
                if (second <= outcome.series().size()) {
                    out.printf(
                            "| ... in second %d | %d | | | | | |%n",
                            second, outcome.series().get(second - 1));
                }
            }
        }
    }

    private record HttpCase(String name, int connections, boolean isConfirmed) {}

    private static void runHttp(
            HttpLoad load, HttpCase what, Window window, long pid, PrintStream out)
            throws IOException {
        double serverBefore = cpuSeconds(pid);
        double ownBefore = cpuSeconds(ProcessHandle.current().pid());
        HttpLoad.Outcome outcome =
                load.run(what.connections(), what.isConfirmed(), window.warm(), window.seconds());
        double elapsed = window.warm() + (double) window.seconds();
        out.printf(
                "| %s | %.0f | %d | %d | 0 | %.2f | %.2f |%n",
                what.name(),
                (double) outcome.done() / window.seconds(),
                outcome.latencies().percentile(0.50),
                outcome.latencies().percentile(0.99),
                (cpuSeconds(pid) - serverBefore) / elapsed,
                (cpuSeconds(ProcessHandle.current().pid()) - ownBefore) / elapsed);
    }

    /** CPU time that a process used so far, 0 where that cannot be read. */
    private static double cpuSeconds(long pid) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (pid == 0 || !Files.exists(stat)) {
            return 0;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                / (double) CLOCK_TICKS_PER_SECOND;
    }

    /** Fails when money was made or lost. */
    static void check(Http http, int accounts, PrintStream out) throws IOException {
        long[][] rows = Http.rows(http.sql("SELECT * FROM accounts"));
        long sum = Arrays.stream(rows).mapToLong(row -> row[1]).sum();
        if (rows.length != accounts || sum != accounts * BALANCE) {
            throw new IllegalStateException(
                    rows.length
                            + " accounts hold "
                            + sum
                            + ", expected "
                            + accounts
                            + " with "
                            + accounts * BALANCE);
        }
        out.println();
        out.println("All " + rows.length + " accounts together hold " + sum + ", as at the start.");
    }
}
