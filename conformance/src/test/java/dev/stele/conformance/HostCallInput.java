package dev.stele.conformance;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.polyglot.wasm.abi.GuestMemory;
import dev.stele.polyglot.wasm.abi.GuestTrap;
import dev.stele.polyglot.wasm.abi.HostFunctions;
import dev.stele.polyglot.wasm.abi.HostFunctions.HostFunction;
import dev.stele.polyglot.wasm.abi.HostSide;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of an imported function, made of arbitrary bytes: for each parameter a byte that says
 * what kind of value it is and up to four with the value; what is left lies in the memory at {@link
 * #CONTENTS}, its length at {@link #LENGTH}.
 */
final class HostCallInput {

    static final int CONTENTS = 1_024;
    static final int LENGTH = 512;
    private static final int NAMES = 600;
    private static final int MEMORY_BYTES = 64 << 10;
    private static final int ROWS = 20;

    /** What an import may answer, and nothing else: spec 01 section 1.4. */
    private static final Map<String, List<Integer>> ANSWERS = answers();

    private final HostFunction function;
    private final ByteBuffer input;
    private final byte[] bytes;
    private boolean hasAnswered;

    HostCallInput(HostFunction function, byte[] bytes) {
        this.function = function;
        this.bytes = bytes;
        this.input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The import called {@code name}. */
    static HostFunction function(String name) {
        return HostFunctions.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no import \"" + name + "\""));
    }

    private static Map<String, List<Integer>> answers() {
        Map<String, List<Integer>> out = new HashMap<>();
        out.put("table_id_from_name", List.of(0, 4));
        out.put("index_id_from_name", List.of(0, 5));
        out.put("datastore_table_row_count", List.of(0, 4));
        out.put("datastore_table_scan_bsatn", List.of(0, 4));
        for (String range :
                List.of(
                        "index_scan_range",
                        "btree_scan",
                        "delete_by_index_scan_range",
                        "delete_by_btree_scan")) {
            out.put("datastore_" + range + "_bsatn", List.of(0, 3, 5, 10));
        }
        out.put("datastore_delete_all_by_eq_bsatn", List.of(0, 3, 4));
        out.put("row_iter_bsatn_advance", List.of(-1, 0, 6, 11));
        out.put("row_iter_bsatn_close", List.of(0, 6));
        out.put("datastore_insert_bsatn", List.of(0, 3, 4, 12));
        out.put("datastore_update_bsatn", List.of(0, 3, 4, 5, 12, 14, 15));
        out.put("volatile_nonatomic_schedule_immediate", List.of());
        out.put("bytes_sink_write", List.of(0, 8));
        out.put("bytes_source_read", List.of(-1, 0, 8));
        out.put("bytes_source_remaining_length", List.of(0, 8));
        out.put("console_log", List.of());
        out.put("console_timer_end", List.of(0, 7));
        out.put("identity", List.of());
        out.put("get_jwt", List.of(0));
        out.put("env_get", List.of(0));
        out.put("procedure_sleep_until", List.of());
        out.put("procedure_start_mut_tx", List.of(17));
        out.put("procedure_commit_mut_tx", List.of(18));
        out.put("procedure_abort_mut_tx", List.of(18));
        out.put("procedure_http_request", List.of());
        out.put("datastore_index_scan_point_bsatn", List.of(0, 3, 5));
        out.put("datastore_delete_by_index_scan_point_bsatn", List.of(0, 3, 5));
        out.put("datastore_clear", List.of(0, 4));
        return out;
    }

    /** Makes the call with iterator, source, sink and timer 1 open; what is wrong with its end. */
    Optional<String> problem(TableAbi tables, ConnectionId connection) {
        HostSide host = new HostSide();
        Memory memory = new Memory();
        host.attach(memory);
        host.begin(tables);
        Map<String, Object> modules = HostFunctions.over(host);
        int item = tables.tableIdFromName("item");
        int timer = tables.consoleTimerStart("timer");
        try {
            fill(tables, item);
            List<Integer> known =
                    List.of(
                            item,
                            timer,
                            tables.tableIdFromName("small"),
                            tables.indexIdFromName("item_id_idx_btree"),
                            tables.indexIdFromName("item_kind_weight_idx_btree"),
                            tables.indexIdFromName("item_label_idx_hash"));
            memory.put(NAMES, "item".getBytes(StandardCharsets.UTF_8));
            memory.put(NAMES + 8, "item_id_idx_btree".getBytes(StandardCharsets.UTF_8));
            memory.put(NAMES + 32, connection.littleEndian().toByteArray());
            invoke("datastore_table_scan_bsatn", modules, item, 8);
            host.source(Bytes.ofUtf8("twelve bytes"));
            host.sink();
            return checked(modules, memory, arguments(known));
        } finally {
            tables.clear(item);
            tables.clear(tables.tableIdFromName("small"));
            tryTo(() -> tables.consoleTimerEnd(timer));
            tryTo(() -> tables.consoleTimerEnd(timer + 1));
            tryTo(() -> tables.rowIterClose(1));
            tryTo(() -> tables.rowIterClose(2));
            host.end();
        }
    }

    /** Rows 1 to 20 with kinds 0 to 4 and labels of one letter. */
    private static void fill(TableAbi tables, int item) {
        for (int i = 1; i <= ROWS; i++) {
            byte[] row =
                    ByteBuffer.allocate(12)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(i)
                            .put((byte) (i % 5))
                            .putShort((short) i)
                            .putInt(1)
                            .put((byte) ('a' + i))
                            .array();
            tables.insert(item, row, row.length);
        }
    }

    /** Ends what the call may have left open; an error only says that it did not. */
    private static void tryTo(Runnable close) {
        try {
            close.run();
        } catch (AbiException notOpen) {
            return;
        }
    }

    /** Whether the call came back with an answer, rather than a trap. */
    boolean hasAnswered() {
        return hasAnswered;
    }

    private Object[] arguments(List<Integer> known) {
        Object[] out = new Object[function.method().getParameterCount()];
        for (int i = 0; i < out.length; i++) {
            boolean isLong = function.method().getParameterTypes()[i] == long.class;
            int value = argument(known);
            out[i] = isLong ? (Object) (long) value : (Object) value;
        }
        return out;
    }

    private int next() {
        return input.hasRemaining() ? input.get() & 0xff : 0;
    }

    private int argument(List<Integer> known) {
        int kind = next();
        int value = next();
        return switch (kind % 10) {
            case 0 -> value;
            case 1 -> known.get(value % known.size());
            case 2 -> CONTENTS + value;
            case 3 -> LENGTH;
            case 4 -> MEMORY_BYTES - value;
            case 5 -> -1 - value;
            case 6 -> value << 8 | next();
            case 7 -> value << 24 | next() << 16 | next() << 8 | next();
            case 8 -> NAMES + value % 64;
            default -> bytes.length - input.position();
        };
    }

    private static Object invoke(String name, Map<String, Object> modules, Object... args) {
        HostFunction function = function(name);
        return invoke(function, modules, args);
    }

    private static Object invoke(
            HostFunction function, Map<String, Object> modules, Object... args) {
        Method method = function.method();
        try {
            Object result = method.invoke(modules.get(function.module()), args);
            return result == null ? "" : result;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> checked(Map<String, Object> modules, Memory memory, Object[] args) {
        byte[] rest =
                Arrays.copyOfRange(bytes, Math.min(input.position(), bytes.length), bytes.length);
        memory.put(CONTENTS, rest);
        memory.writeInt(LENGTH, rest.length);
        byte[] before = memory.contents.clone();
        try {
            Object answer = invoke(function, modules, args);
            hasAnswered = true;
            if (!(answer instanceof Integer number)) {
                return Optional.empty();
            }
            if (function.name().equals("console_timer_start")) {
                return number > 0
                        ? Optional.empty()
                        : Optional.of(told(args, "starts timer " + number));
            }
            List<Integer> allowed = ANSWERS.getOrDefault(function.name(), List.of());
            if (!allowed.contains(number)) {
                return Optional.of(told(args, "answers " + number + ", expected " + allowed));
            }
            boolean isRefused = number > 0 && number != 11;
            if (isRefused && !Arrays.equals(before, memory.contents)) {
                return Optional.of(told(args, "writes although it refuses with " + number));
            }
            return Optional.empty();
        } catch (GuestTrap trap) {
            String text = String.valueOf(trap.getMessage());
            return text.startsWith("runtime error calling")
                    ? Optional.of(told(args, text))
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(told(args, "throws " + e));
        }
    }

    private String told(Object[] args, String what) {
        return "%s%s of input %s %s"
                .formatted(
                        function.name(),
                        Arrays.toString(args),
                        HexFormat.of().formatHex(bytes),
                        what);
    }

    /** A memory of one page; it refuses what is not within it, whatever its caller checked. */
    private static final class Memory implements GuestMemory {

        private final byte[] contents = new byte[MEMORY_BYTES];

        private void put(int at, byte... what) {
            System.arraycopy(what, 0, contents, at, Math.min(what.length, MEMORY_BYTES - at));
        }

        private int at(int pointer, int length) {
            if (Integer.toUnsignedLong(pointer) + Integer.toUnsignedLong(length) > MEMORY_BYTES) {
                throw GuestTrap.outOfBounds(pointer, length, MEMORY_BYTES);
            }
            return pointer;
        }

        private ByteBuffer buffer() {
            return ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public long size() {
            return MEMORY_BYTES;
        }

        @Override
        public void read(int pointer, byte[] into, int offset, int length) {
            System.arraycopy(contents, at(pointer, length), into, offset, length);
        }

        @Override
        public void write(int pointer, byte[] from, int offset, int length) {
            System.arraycopy(from, offset, contents, at(pointer, length), length);
        }

        @Override
        public int readInt(int pointer) {
            return buffer().getInt(at(pointer, Integer.BYTES));
        }

        @Override
        public void writeInt(int pointer, int value) {
            buffer().putInt(at(pointer, Integer.BYTES), value);
        }

        @Override
        public void writeLong(int pointer, long value) {
            buffer().putLong(at(pointer, Long.BYTES), value);
        }
    }
}
