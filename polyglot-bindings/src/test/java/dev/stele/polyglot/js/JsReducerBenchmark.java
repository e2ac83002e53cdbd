package dev.stele.polyglot.js;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.HandlerCall;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.module.ProcedureCall;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.module.TableAbi;
import dev.stele.host.module.ViewCall;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One transfer between two of 10,000 accounts: two finds, two updates, arguments decoded, tables in
 * memory. Start it with the JVM flags of the tests.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JsReducerBenchmark {

    private static final int ACCOUNTS = 10_000;
    private static final int CALLS = 1 << 14;

    /** Which SDK the module imports. */
    @Param({"published", "built-in"})
    public String sdk = "published";

    private final AccountTable accounts = new AccountTable(ACCOUNTS);
    private final ReducerCall[] calls = new ReducerCall[CALLS];
    private ModuleInstance module = new NoModule();
    private int next;

    @Setup(Level.Trial)
    public void load() throws Exception {
        Path folder = Files.createTempDirectory("benchmark");
        String text = PublishedPackageTest.KEYNOTE;
        if (sdk.equals("published")) {
            PublishedPackageTest.project(folder, text);
        } else {
            Files.createDirectories(folder.resolve("src"));
            Files.writeString(folder.resolve("src/index.ts"), text);
        }
        JsRuntime runtime = JsRuntime.create(Watchdog.start(() -> {}), CallBudgets.DEFAULT);
        module = runtime.load(Programs.of(PublishedPackageTest.collect(folder)));
        for (int i = 0; i < CALLS; i++) {
            int from = i * 7 % ACCOUNTS;
            byte[] args = PublishedPackageTest.transfer(from, (from + 1) % ACCOUNTS, 1);
            calls[i] =
                    new ReducerCall(
                            PublishedPackageTest.TRANSFER,
                            Programs.SENDER,
                            Programs.CONNECTION,
                            Programs.TIME,
                            Bytes.wrap(args));
        }
    }

    @Benchmark
    public GuestOutcome transfer() {
        GuestOutcome outcome = module.callReducer(calls[next++ & (CALLS - 1)], accounts);
        if (!(outcome instanceof GuestOutcome.Returned)) {
            throw new IllegalStateException(outcome.toString());
        }
        return outcome;
    }

    /** Before the set-up. */
    private static final class NoModule implements ModuleInstance {

        @Override
        public Bytes describe() {
            return Bytes.EMPTY;
        }

        @Override
        public GuestOutcome callReducer(ReducerCall call, TableAbi abi) {
            throw new IllegalStateException("no module");
        }

        @Override
        public GuestOutcome callView(ViewCall call, TableAbi abi) {
            throw new IllegalStateException("the module has no views");
        }

        @Override
        public GuestOutcome callProcedure(ProcedureCall call, ProcedureAbi abi) {
            throw new IllegalStateException("the module has no procedures");
        }

        @Override
        public GuestOutcome callHandler(HandlerCall call, ProcedureAbi abi) {
            throw new IllegalStateException("the module has no handlers");
        }

        @Override
        public boolean isUsable() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** Runs it in this JVM. */
    public static void main(String[] args) throws Exception {
        JsReducerBenchmark benchmark = new JsReducerBenchmark();
        benchmark.sdk = args[0];
        benchmark.load();
        for (int round = 0; round < 40; round++) {
            long start = System.nanoTime();
            int n = 0;
            while (System.nanoTime() - start < 1_000_000_000L) {
                for (int i = 0; i < 1000; i++) {
                    benchmark.transfer();
                }
                n += 1000;
            }
            System.out.printf("%s %d ns%n", args[0], (System.nanoTime() - start) / n);
        }
        System.exit(0);
    }
}
