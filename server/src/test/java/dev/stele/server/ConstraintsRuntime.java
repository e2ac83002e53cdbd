package dev.stele.server;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.module.AbiException;
import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.HandlerCall;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.module.ProcedureCall;
import dev.stele.host.module.Program;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.module.TableAbi;
import dev.stele.host.module.ViewCall;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.validation.ModuleDefValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for a guest language: its one program, {@code constraints}, declares the tables and
 * reducers of the recorded module of that name; the reducers that the tests call are written in
 * Java.
 */
public final class ConstraintsRuntime implements ModuleRuntime {

    /** The only program that can be loaded. */
    public static final Program PROGRAM = new Program(Program.Kind.JS, Bytes.ofUtf8("constraints"));

    private static final int INFO = 2;

    private final Bytes definition = resource("constraints.bin");
    private final List<ReducerDef> reducers =
            ModuleDefValidator.validate(RawModuleDefCodec.decode(definition)).reducers();
    private final AtomicInteger calls = new AtomicInteger();

    /** Calls of reducers so far. */
    public int calls() {
        return calls.get();
    }

    private static Bytes resource(String name) {
        try (InputStream in = ConstraintsRuntime.class.getResourceAsStream(name)) {
            return Bytes.wrap(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ModuleInstance load(Program program) throws ModuleLoadException {
        if (!program.bytes().equals(PROGRAM.bytes())) {
            throw new ModuleLoadException("index.ts:1:1: not the program constraints");
        }
        return new Instance();
    }

    private final class Instance implements ModuleInstance {

        @Override
        public Bytes describe() {
            return definition;
        }

        @Override
        public GuestOutcome callReducer(ReducerCall call, TableAbi abi) {
            calls.incrementAndGet();
            try {
                return run(call, abi);
            } catch (AbiException e) {
                return new GuestOutcome.FailedInternal(String.valueOf(e.getMessage()), "");
            }
        }

        private GuestOutcome run(ReducerCall call, TableAbi abi) {
            BsatnReader args = new BsatnReader(call.args());
            switch (reducers.get(call.reducerId()).name()) {
                case "noop" -> {}
                case "add_person" -> {
                    byte[] row =
                            new BsatnWriter()
                                    .i64(0)
                                    .string(args.string())
                                    .u8(args.u8())
                                    .toByteArray();
                    abi.insert(abi.tableIdFromName("person"), row, row.length);
                    abi.consoleLog(INFO, "constraints", "index.ts", 1, "person added");
                }
                case "add_pet" ->
                        insert(
                                abi,
                                "pet",
                                new BsatnWriter()
                                        .u32(args.u32())
                                        .i64(args.i64())
                                        .string(args.string()));
                case "add_secret" ->
                        insert(
                                abi,
                                "secret",
                                new BsatnWriter().u32(args.u32()).string(args.string()));
                case "big" -> big(args.u32(), args.u32(), abi);
                case "delete_grid" -> {
                    byte[] bound = new BsatnWriter().u8(0).u32(args.u32()).toByteArray();
                    int index = abi.indexIdFromName("grid_x_y_idx_btree");
                    abi.deleteByIndexRange(index, bound, 0, 0, 0, bound.length, 0);
                }
                case "fail_err" -> {
                    return new GuestOutcome.FailedUser(args.string());
                }
                case "fail_panic" -> {
                    return new GuestOutcome.FailedInternal(args.string(), "at index.ts:7:1");
                }
                default -> {
                    return new GuestOutcome.FailedInternal("not written in Java", "");
                }
            }
            return new GuestOutcome.Returned();
        }

        private static void insert(TableAbi abi, String table, BsatnWriter row) {
            byte[] bytes = row.toByteArray();
            abi.insert(abi.tableIdFromName(table), bytes, bytes.length);
        }

        private static void big(int rows, int labelBytes, TableAbi abi) {
            int grid = abi.tableIdFromName("grid");
            for (int i = 0; i < rows; i++) {
                byte[] row =
                        new BsatnWriter()
                                .u32(1000)
                                .u32(i)
                                .string("abcdefgh".repeat(labelBytes / 8))
                                .toByteArray();
                abi.insert(grid, row, row.length);
            }
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
            return true;
        }

        @Override
        public void close() {}
    }
}
