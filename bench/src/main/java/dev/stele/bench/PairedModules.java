package dev.stele.bench;

import dev.stele.bench.LoadGenerator.Load;
import dev.stele.bench.LoadGenerator.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The keynote-2 workload on several modules that stand for the same thing, each with a database of
 * its own in one server: short slices in turn, so that what else the machine does meets all of them
 * alike. Prints a Markdown table for each case, with the ratio of each module to the first one.
 */
public final class PairedModules {

    /** Two adjacent slices are compared with each other only, so this is the unit of noise. */
    private static final int SLICE_SECONDS = 3;

    /** Unmeasured at the start of each slice: connections open, queues fill. */
    private static final int LEAD_SECONDS = 1;

    private static final double LOW = 0.25;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.75;

    private PairedModules() {}

    private record Contestant(String name, Http http, LoadGenerator load, List<Outcome> slices) {}

    /**
     * {@code PORT db=DATABASE db=DATABASE ... [rounds=10] [slice=3] [warm=15] [accounts=100000]
     * [only=TEXT]}: every database holds the module's version in another language. {@code only}
     * names the cases; without it the first one runs.
     */
    public static void main(String[] args) throws IOException {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        int rounds = (int) Keynote2.option(args, "rounds", 10);
        int slice = (int) Keynote2.option(args, "slice", SLICE_SECONDS);
        int warm = (int) Keynote2.option(args, "warm", 15);
        int accounts = (int) Keynote2.option(args, "accounts", 100_000);
        String only = Keynote2.text(args, "only");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<Contestant> all = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("db=")) {
                String name = arg.substring(3);
                Http http = new Http(server, name);
                http.call("seed", "[" + accounts + "," + Keynote2.BALANCE + "]");
                LoadGenerator load = new LoadGenerator(server, name, accounts);
                all.add(new Contestant(name, http, load, new ArrayList<>()));
            }
        }
        List<Load> cases =
                only.isEmpty()
                        ? List.of(Keynote2.CASES.getFirst())
                        : Keynote2.CASES.stream().filter(c -> c.name().contains(only)).toList();
        if (all.size() < 2 || cases.isEmpty() || rounds < 1 || slice < 1) {
            throw new IllegalArgumentException(
                    all.size() + " databases, " + cases.size() + " cases, " + rounds + " rounds");
        }
        for (Load each : cases) {
            run(each, all, rounds, slice, warm);
            print(each, all, out);
        }
        for (Contestant each : all) {
            out.print(each.name() + ": ");
            Keynote2.check(each.http(), accounts, out);
            each.http().close();
        }
    }

    private static void run(Load load, List<Contestant> all, int rounds, int slice, int warm)
            throws IOException {
        for (Contestant each : all) {
            each.slices().clear();
            each.load().run(load, 0, warm);
        }
        for (int round = 0; round < rounds; round++) {
            // There and back, so that nobody is always the one behind another.
            for (Contestant each : round % 2 == 0 ? all : all.reversed()) {
                each.slices().add(each.load().run(load, LEAD_SECONDS, slice));
            }
        }
    }

    private static void print(Load load, List<Contestant> all, PrintStream out) {
        Contestant first = all.getFirst();
        out.printf("%n%s, %d slices each%n%n", load.name(), first.slices().size());
        out.println(
                "| module | transfers/s | p50 us | p99 us | failed | ratio to "
                        + first.name()
                        + " (quartiles) |");
        out.println("|---|---|---|---|---|---|");
        for (Contestant each : all) {
            double[] ratios = new double[each.slices().size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = each.slices().get(i).perSecond() / first.slices().get(i).perSecond();
            }
            out.printf(
                    "| %s | %.0f | %d | %d | %d | %.2f (%.2f to %.2f) |%n",
                    each.name(),
                    quantile(
                            each.slices().stream().mapToDouble(Outcome::perSecond).toArray(),
                            MIDDLE),
                    median(each, Outcome::p50),
                    median(each, Outcome::p99),
                    each.slices().stream().mapToLong(Outcome::failed).sum(),
                    quantile(ratios, MIDDLE),
                    quantile(ratios, LOW),
                    quantile(ratios, HIGH));
        }
        out.println();
    }

    private static long median(Contestant of, ToLongFunction<Outcome> what) {
        double[] values = of.slices().stream().mapToDouble(what::applyAsLong).toArray();
        return Math.round(quantile(values, MIDDLE));
    }

    /** Linear between the two values around it. */
    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = part * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
