package dev.stele.conformance;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
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
import dev.stele.polyglot.EngineFailures;
import dev.stele.polyglot.wasm.ViewReturns;
import dev.stele.polyglot.wasm.abi.GuestMemory;
import dev.stele.polyglot.wasm.abi.GuestTrap;
import dev.stele.polyglot.wasm.abi.HostFunctions;
import dev.stele.polyglot.wasm.abi.HostSide;
import dev.stele.polyglot.wasm.binary.ValueType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * WebAssembly modules in a second engine, behind the same port and with the same imports: what an
 * engine does wrong shows as a difference. Interprets; knows no budgets.
 */
final class ChicoryRuntime implements ModuleRuntime {

    private static final int RETURNED = 0;
    private static final int REFUSED = 1;

    @Override
    public ModuleInstance load(Program program) throws ModuleLoadException {
        if (program.kind() != Program.Kind.WASM) {
            throw new ModuleLoadException("a program of kind " + program.kind());
        }
        try {
            return new Loaded(Parser.parse(program.bytes().toByteArray()));
        } catch (ChicoryException | GuestTrap e) {
            throw new ModuleLoadException("the module could not be initialised: " + e.getMessage());
        }
    }

    private static final class Loaded implements ModuleInstance {

        private final HostSide host = new HostSide();
        private final Instance instance;
        private final ExportFunction callReducer;
        private final Bytes description;
        private boolean usable = true;

        private Loaded(WasmModule module) throws ModuleLoadException {
            instance = Instance.builder(module).withImportValues(imports()).withStart(true).build();
            host.attach(new ChicoryMemory(instance.memory()));
            Set<String> names = new TreeSet<>();
            ExportSection exports = module.exportSection();
            for (int i = 0; i < exports.exportCount(); i++) {
                names.add(exports.getExport(i).name());
            }
            if (names.contains("_initialize")) {
                instance.export("_initialize").apply();
            }
            for (String name : names) {
                if (name.startsWith("__preinit__")) {
                    instance.export(name).apply();
                }
            }
            if (names.contains("__setup__")) {
                int errors = host.sink();
                if (instance.export("__setup__").apply(errors)[0] != RETURNED) {
                    throw new ModuleLoadException(host.written(errors).toUtf8());
                }
            }
            int sink = host.sink();
            instance.export("__describe_module__").apply(sink);
            description = host.written(sink);
            host.end();
            callReducer = instance.export("__call_reducer__");
        }

        private ImportValues imports() {
            ImportValues.Builder out = ImportValues.builder();
            for (Map.Entry<String, Object> module : HostFunctions.over(host).entrySet()) {
                for (HostFunctions.HostFunction each : HostFunctions.of(module.getKey())) {
                    out.addFunction(
                            new HostFunction(
                                    each.module(),
                                    each.name(),
                                    FunctionType.of(
                                            types(each.type().params()),
                                            types(each.type().results())),
                                    (_, args) -> invoke(each.method(), module.getValue(), args)));
                }
            }
            return out.build();
        }

        private static List<ValType> types(List<ValueType> types) {
            return types.stream()
                    .map(type -> type == ValueType.I64 ? ValType.I64 : ValType.I32)
                    .toList();
        }

        private static long[] invoke(Method method, Object functions, long... args) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < args.length; i++) {
                boolean isLong = method.getParameterTypes()[i] == long.class;
                values.add(isLong ? (Object) args[i] : (Object) (int) args[i]);
            }
            try {
                Object result = method.invoke(functions, values.toArray());
                return result == null
                        ? new long[0]
                        : new long[] {
                            result instanceof Long wide
                                    ? wide
                                    : Integer.toUnsignedLong((int) result)
                        };
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException trap) {
                    throw trap;
                }
                throw new IllegalStateException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Bytes describe() {
            return description;
        }

        @Override
        public GuestOutcome callReducer(ReducerCall call, TableAbi abi) {
            host.begin(abi);
            try {
                return enter(call);
            } catch (ChicoryException | GuestTrap | StackOverflowError e) {
                usable = false;
                return new GuestOutcome.FailedInternal(
                        EngineFailures.FATAL, String.valueOf(e.getMessage()));
            } finally {
                host.end();
            }
        }

        @Override
        public GuestOutcome callProcedure(ProcedureCall call, ProcedureAbi abi) {
            host.begin(abi);
            try {
                ByteBuffer sender = words(call.sender().littleEndian());
                ByteBuffer connection = words(call.connection().littleEndian());
                int sink = host.sink();
                long code =
                        instance.export("__call_procedure__")
                                .apply(
                                        call.procedureId(),
                                        sender.getLong(0),
                                        sender.getLong(8),
                                        sender.getLong(16),
                                        sender.getLong(24),
                                        connection.getLong(0),
                                        connection.getLong(8),
                                        call.timestamp().micros(),
                                        host.source(call.args()),
                                        sink)[0];
                return code == RETURNED
                        ? new GuestOutcome.Value(host.written(sink))
                        : new GuestOutcome.FailedInternal(
                                EngineFailures.FATAL, "unknown code " + code);
            } catch (ChicoryException | GuestTrap | StackOverflowError e) {
                usable = false;
                return new GuestOutcome.FailedInternal(
                        EngineFailures.FATAL, String.valueOf(e.getMessage()));
            } finally {
                host.end();
            }
        }

        @Override
        public GuestOutcome callHandler(HandlerCall call, ProcedureAbi abi) {
            throw new IllegalStateException("handlers are not compared with this engine");
        }

        @Override
        public GuestOutcome callView(ViewCall call, TableAbi abi) {
            host.begin(abi);
            try {
                ByteBuffer sender = words(call.sender().littleEndian());
                int args = host.source(call.args());
                int sink = host.sink();
                long code =
                        call.isAnonymous()
                                ? instance.export("__call_view_anon__")
                                        .apply(call.viewId(), args, sink)[0]
                                : instance.export("__call_view__")
                                        .apply(
                                                call.viewId(),
                                                sender.getLong(0),
                                                sender.getLong(8),
                                                sender.getLong(16),
                                                sender.getLong(24),
                                                args,
                                                sink)[0];
                return ViewReturns.of((int) code, host.written(sink));
            } catch (ChicoryException | GuestTrap | StackOverflowError e) {
                usable = false;
                return new GuestOutcome.FailedInternal(
                        EngineFailures.FATAL, String.valueOf(e.getMessage()));
            } finally {
                host.end();
            }
        }

        private GuestOutcome enter(ReducerCall call) {
            ByteBuffer sender = words(call.sender().littleEndian());
            ByteBuffer connection = words(call.connection().littleEndian());
            int sink = host.sink();
            long code =
                    callReducer
                            .apply(
                                    call.reducerId(),
                                    sender.getLong(0),
                                    sender.getLong(8),
                                    sender.getLong(16),
                                    sender.getLong(24),
                                    connection.getLong(0),
                                    connection.getLong(8),
                                    call.timestamp().micros(),
                                    host.source(call.args()),
                                    sink)[0];
            return switch ((int) code) {
                case RETURNED -> new GuestOutcome.Returned();
                case REFUSED -> new GuestOutcome.FailedUser(host.written(sink).toUtf8());
                default ->
                        new GuestOutcome.FailedInternal(
                                EngineFailures.FATAL,
                                "the reducer returned the unknown code " + code);
            };
        }

        private static ByteBuffer words(Bytes bytes) {
            return ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public boolean isUsable() {
            return usable;
        }

        @Override
        public void close() {
            usable = false;
        }
    }

    private record ChicoryMemory(Memory memory) implements GuestMemory {

        private int at(int pointer, int length) {
            if (Integer.toUnsignedLong(pointer) + Integer.toUnsignedLong(length) > size()) {
                throw GuestTrap.outOfBounds(pointer, length, size());
            }
            return pointer;
        }

        @Override
        public long size() {
            return (long) memory.pages() * Memory.PAGE_SIZE;
        }

        @Override
        public void read(int pointer, byte[] into, int offset, int length) {
            byte[] bytes = memory.readBytes(at(pointer, length), length);
            System.arraycopy(bytes, 0, into, offset, length);
        }

        @Override
        public void write(int pointer, byte[] from, int offset, int length) {
            memory.write(at(pointer, length), from, offset, length);
        }

        @Override
        public int readInt(int pointer) {
            return memory.readInt(at(pointer, Integer.BYTES));
        }

        @Override
        public void writeInt(int pointer, int value) {
            memory.writeI32(at(pointer, Integer.BYTES), value);
        }

        @Override
        public void writeLong(int pointer, long value) {
            memory.writeLong(at(pointer, Long.BYTES), value);
        }
    }
}
