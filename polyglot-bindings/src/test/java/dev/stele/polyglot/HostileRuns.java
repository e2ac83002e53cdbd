package dev.stele.polyglot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.ModuleLoadException;
import dev.stele.polyglot.js.NpmPackages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Hostile guests in a JVM of its own with a small heap: a program runs them one after the other and
 * prints one line for each, while a second thread allocates and counts what it was refused.
 */
public final class HostileRuns {

    private static final int NAME_CHARS_MAX = 200;

    private final PrintStream out;
    private final AtomicInteger victimErrors = new AtomicInteger();
    private int done;

    private HostileRuns(PrintStream out) {
        this.out = out;
    }

    /** How one case ended. */
    public record Result(
            String name, String outcome, long millis, int victimErrors, boolean nextCallWorks) {

        private String line() {
            return String.join(
                    "\t",
                    "RESULT",
                    name,
                    outcome,
                    millis + "",
                    victimErrors + "",
                    nextCallWorks + "");
        }

        private static Result parse(String line) {
            String[] f = line.split("\t", -1);
            return new Result(
                    f[1],
                    f[2],
                    Long.parseLong(f[3]),
                    Integer.parseInt(f[4]),
                    Boolean.parseBoolean(f[5]));
        }
    }

    /** What the program does with the runs. */
    public interface Body {
        void run(HostileRuns runs);
    }

    /** One case: {@code started} tells that what is measured begins. */
    public interface Attempt {
        String run(Runnable started) throws ModuleLoadException;
    }

    // ---- in the test

    /** Runs the main method of {@code program} with the groups as arguments. */
    public static List<Result> of(Class<?> program, String... groups) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("stele.jvm.flags").split(" ")));
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(groups));
        String output = NpmPackages.run(Path.of("").toAbsolutePath(), command);
        assertThat(output).contains("DONE").doesNotContain("STUCK");
        return output.lines().filter(l -> l.startsWith("RESULT")).map(Result::parse).toList();
    }

    /** The host was never short of memory, and served on after every case. */
    public static void checkHost(List<Result> results) {
        assertThat(results)
                .allSatisfy(result -> {
                    assertThat(result.victimErrors()).isZero();
                    assertThat(result.nextCallWorks()).isTrue();
                });
    }

    // ---- in the program

    /** Runs {@code body} on a thread like those of guests, then ends the process. */
    public static void main(Body body) throws InterruptedException {
        HostileRuns runs = new HostileRuns(System.out);
        Thread victim = new Thread(runs::allocate, "victim");
        victim.setDaemon(true);
        victim.start();
        Thread guest = new Thread(null, () -> body.run(runs), "guest", Limits.GUEST_STACK_BYTES);
        guest.start();
        guest.join();
        runs.out.println("DONE\t" + runs.done);
        System.exit(0);
    }

    public Watchdog watchdog() {
        return Watchdog.start(() -> out.println("STUCK"));
    }

    public void say(String line) {
        out.println(line);
    }

    /** Runs one case and prints its line; {@code next} makes the call after it. */
    public void run(String name, Attempt attempt, BooleanSupplier next) {
        int before = victimErrors.get();
        long[] start = {System.nanoTime()};
        String outcome;
        try {
            outcome = attempt.run(() -> start[0] = System.nanoTime());
        } catch (ModuleLoadException e) {
            outcome = "LoadFailed " + e.getMessage();
        }
        long millis = (System.nanoTime() - start[0]) / 1_000_000;
        outcome = outcome.replace('\t', ' ').replace('\n', ' ');
        Result result =
                new Result(
                        name,
                        outcome.substring(0, Math.min(NAME_CHARS_MAX, outcome.length())),
                        millis,
                        victimErrors.get() - before,
                        next.getAsBoolean());
        out.println(result.line());
        done++;
    }

    private void allocate() {
        while (true) {
            try {
                byte[][] some = new byte[64][];
                for (int i = 0; i < some.length; i++) {
                    some[i] = new byte[64 << 10];
                }
                Thread.sleep(5);
            } catch (OutOfMemoryError e) {
                victimErrors.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
