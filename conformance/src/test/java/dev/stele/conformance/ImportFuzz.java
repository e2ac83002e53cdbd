package dev.stele.conformance;

import dev.stele.conformance.wire.HttpApi;
import dev.stele.conformance.wire.HttpApi.Answer;
import dev.stele.conformance.wire.HttpApi.User;
import dev.stele.host.environment.DiskLogStore;
import dev.stele.host.environment.SecureRng;
import dev.stele.host.environment.SystemClock;
import dev.stele.host.environment.SystemThreads;
import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.HandlerCall;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.module.ProcedureCall;
import dev.stele.host.module.Program;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.module.TableAbi;
import dev.stele.host.module.ViewCall;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.wasm.abi.HostFunctions.HostFunction;
import dev.stele.server.SteleServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Any arguments and any memory to one imported function, within a real transaction of a real
 * server: it must answer with an errno that spec 01 has for it, or trap. The target of the fuzzer,
 * one import for each run ({@code -Dfuzz.import=NAME}); {@link ImportFuzzTest} runs a sample.
 */
public final class ImportFuzz implements AutoCloseable {

    private static final String DATABASE = "fuzz";
    private static final String REDUCER = "run";

    /** After so many inputs the transaction is given up for a fresh one. */
    private static final int BATCH_INPUTS = 200;

    private static final class Fuzzer {
        static final ImportFuzz TARGET = startUnchecked();
        static final HostFunction FUNCTION =
                HostCallInput.function(System.getProperty("fuzz.import", "identity"));

        private Fuzzer() {}
    }

    private final SteleServer server;
    private final HttpApi api;
    private final User owner;
    private final Caller runtime;

    private ImportFuzz(SteleServer server, Caller runtime) {
        this.server = server;
        this.runtime = runtime;
        this.api = new HttpApi(URI.create("http://127.0.0.1:" + server.port()));
        this.owner = api.newUser();
    }

    static ImportFuzz start() throws IOException {
        Caller runtime = new Caller();
        SteleServer server =
                SteleServer.start(
                        new SteleServer.Config(
                                "127.0.0.1",
                                0,
                                true,
                                Optional.empty(),
                                new DiskLogStore(Files.createTempDirectory("fuzz"))),
                        new SteleServer.World(
                                new SystemClock(), new SecureRng(), new SystemThreads(), runtime));
        ImportFuzz fuzz = new ImportFuzz(server, runtime);
        Answer published = fuzz.api.publish(DATABASE, "Wasm", Bytes.ofUtf8("any"), fuzz.owner);
        if (!published.isOk()) {
            throw new IllegalStateException(published.toString());
        }
        return fuzz;
    }

    private static ImportFuzz startUnchecked() {
        try {
            return start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fuzzer's beginning: its time runs from here. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(new byte[0]);
    }

    /** The fuzzer's way in. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> problems = Fuzzer.TARGET.run(Fuzzer.FUNCTION, List.of(input)).problems();
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
    }

    /**
     * What came of some inputs.
     *
     * @param answered how many calls were answered; the others trapped
     */
    record Outcome(List<String> problems, int answered) {

        Outcome {
            problems = List.copyOf(problems);
        }
    }

    /** Makes a call for each input. */
    Outcome run(HostFunction function, List<byte[]> inputs) {
        List<String> problems = new ArrayList<>();
        int answered = 0;
        for (int from = 0; from < inputs.size(); from += BATCH_INPUTS) {
            int to = Math.min(inputs.size(), from + BATCH_INPUTS);
            runtime.begin(function, inputs.subList(from, to));
            Answer answer = api.call(DATABASE, REDUCER, "[]", owner);
            problems.addAll(runtime.problems);
            answered += runtime.answered;
            if (!answer.body().equals(Caller.DONE)) {
                problems.add(function.name() + ": " + answer);
            }
        }
        return new Outcome(problems, answered);
    }

    @Override
    public void close() {
        api.close();
        server.close();
    }

    /** A guest that does nothing but make the calls, and is rolled back. */
    private static final class Caller implements ModuleRuntime, ModuleInstance {

        private static final String DONE = "all inputs were tried";

        private volatile Optional<HostFunction> function = Optional.empty();
        private volatile List<byte[]> inputs = List.of();
        private volatile List<String> problems = List.of();
        private volatile int answered;

        private void begin(HostFunction called, List<byte[]> with) {
            function = Optional.of(called);
            inputs = with;
            problems = List.of();
        }

        @Override
        public ModuleInstance load(Program program) {
            return this;
        }

        @Override
        public Bytes describe() {
            return AbiModule.description(List.of(new AbiModule.AbiCase(REDUCER, Optional.empty())));
        }

        @Override
        public GuestOutcome callReducer(ReducerCall call, TableAbi tables) {
            List<String> found = new ArrayList<>();
            int count = 0;
            for (byte[] input : inputs) {
                HostCallInput made = new HostCallInput(function.orElseThrow(), input);
                made.problem(tables, call.connection()).ifPresent(found::add);
                count += made.hasAnswered() ? 1 : 0;
            }
            problems = List.copyOf(found);
            answered = count;
            return new GuestOutcome.FailedUser(DONE);
        }

        @Override
        public GuestOutcome callView(ViewCall call, TableAbi tables) {
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
            return true;
        }

        @Override
        public void close() {}
    }
}
