package dev.stele.polyglot.js;

import dev.stele.host.exchange.HttpReply;
import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.polyglot.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * The host's half of the system functions: what sys.js calls. Bytes from the guest are in the input
 * array, bytes for it go to the output array; both only grow. A method that fails returns {@link
 * #FAILED} and keeps the reason for {@link #failureCode}. Used by the thread of the call alone.
 *
 * <p>No exception leaves these methods, since the guest could catch it: one that is no {@link
 * AbiException} is our bug, makes every later call fail too and ends the reducer (spec 01: unmapped
 * errors terminate the call).
 */
public final class SystemCalls {

    static final int FAILED = Integer.MIN_VALUE;

    private static final String NOT_IN_CALL =
            "cannot call this function during module initialization";

    private final GuestLog log;
    private byte[] input = new byte[Limits.SCRATCH_BYTES];
    private byte[] output = new byte[Limits.SCRATCH_BYTES];
    private @Nullable TableAbi abi;
    private int failureCode;
    private String failureMessage = "";
    private String refused = "";
    private final Set<String> foreignModules = new HashSet<>();
    private @Nullable Throwable fatal;
    private List<Bytes> parts = List.of();
    private Bytes response = Bytes.EMPTY;

    SystemCalls(GuestLog log) {
        this.log = log;
    }

    void begin(TableAbi tables) {
        abi = tables;
        fatal = null;
        log.begin(tables);
    }

    void end() {
        abi = null;
        parts = List.of();
        response = Bytes.EMPTY;
        log.end();
    }

    /** What went wrong in the host itself during the call, if anything. */
    @Nullable Throwable fatal() {
        return fatal;
    }

    /** The input array with room for {@code length} bytes; sys.js maps it again when it changed. */
    byte[] input(int length) {
        if (length > input.length) {
            input = new byte[grown(length)];
        }
        return input;
    }

    Bytes output(int length) {
        return Bytes.copyOf(output, 0, length);
    }

    private static int grown(int length) {
        return Math.clamp(length * 2L, length, Math.max(length, Limits.SCRATCH_BYTES_MAX));
    }

    private int failed(AbiException e) {
        failureCode = e.errno().code();
        failureMessage = String.valueOf(e.getMessage());
        return FAILED;
    }

    private int failed(Errno errno, String message) {
        failureCode = errno.code();
        failureMessage = message;
        return FAILED;
    }

    private int broken(Throwable bug) {
        if (fatal == null) {
            fatal = bug;
        }
        return failed(Errno.HOST_CALL_FAILURE, "the host failed");
    }

    private int notInCall() {
        return failed(Errno.HOST_CALL_FAILURE, NOT_IN_CALL);
    }

    private interface Operation {
        int run(TableAbi tables);
    }

    private int with(Operation operation) {
        TableAbi tables = abi;
        if (tables == null) {
            return notInCall();
        }
        if (fatal != null) {
            return failed(Errno.HOST_CALL_FAILURE, "the host failed");
        }
        try {
            return operation.run(tables);
        } catch (AbiException e) {
            return failed(e);
        } catch (RuntimeException | AssertionError | OutOfMemoryError bug) {
            return broken(bug);
        }
    }

    @HostAccess.Export
    public ByteBuffer inputBuffer() {
        return ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    }

    @HostAccess.Export
    public ByteBuffer outputBuffer() {
        return ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
    }

    @HostAccess.Export
    public int growInput(int length) {
        if (length < 0 || length > Limits.SCRATCH_BYTES_MAX) {
            return tooLong(length);
        }
        input(length);
        return 0;
    }

    @HostAccess.Export
    public int growOutput(int length) {
        if (length < 0 || length > Limits.SCRATCH_BYTES_MAX) {
            return tooLong(length);
        }
        if (length > output.length) {
            output = new byte[grown(length)];
        }
        return 0;
    }

    private int tooLong(int length) {
        return failed(
                Errno.NO_SPACE,
                length + " bytes at once, at most " + Limits.SCRATCH_BYTES_MAX + " are allowed");
    }

    @HostAccess.Export
    public int failureCode() {
        return failureCode;
    }

    @HostAccess.Export
    public String failureMessage() {
        return failureMessage;
    }

    private interface ProcedureOperation {
        int run(ProcedureAbi procedure);
    }

    private int inProcedure(Errno outside, String function, ProcedureOperation operation) {
        return with(tables ->
                tables instanceof ProcedureAbi procedure
                        ? operation.run(procedure)
                        : failed(outside, function + " is not available here"));
    }

    @HostAccess.Export
    public int startTx() {
        return inProcedure(
                Errno.WOULD_BLOCK_TRANSACTION,
                "procedure_start_mut_tx",
                procedure -> answer(procedure.startTx()));
    }

    @HostAccess.Export
    public int commitTx() {
        return inProcedure(
                Errno.TRANSACTION_NOT_ANONYMOUS,
                "procedure_commit_mut_tx",
                procedure -> {
                    procedure.commitTx();
                    return 0;
                });
    }

    @HostAccess.Export
    public int abortTx() {
        return inProcedure(
                Errno.TRANSACTION_NOT_ANONYMOUS,
                "procedure_abort_mut_tx",
                procedure -> {
                    procedure.abortTx();
                    return 0;
                });
    }

    /**
     * The input holds the request and behind it its body; the response and its body are kept for
     * {@link #part}.
     */
    @HostAccess.Export
    public int httpRequest(int requestLength, int bodyLength) {
        return inProcedure(
                Errno.HOST_CALL_FAILURE,
                "procedure_http_request",
                procedure -> {
                    HttpReply reply =
                            procedure.httpRequest(
                                    Bytes.copyOf(input, 0, requestLength),
                                    Bytes.copyOf(input, requestLength, bodyLength));
                    parts = List.of(reply.response().encode(), reply.body());
                    return 0;
                });
    }

    /** Copies a part of what the last call gave to the output, if it fits; returns its length. */
    @HostAccess.Export
    public int part(int index) {
        return answer(parts.get(index));
    }

    /** Keeps {@code length} bytes of the output: the response of a handler. */
    @HostAccess.Export
    public void keepResponse(int length) {
        response = output(length);
    }

    /** What {@link #keepResponse} kept. */
    Bytes response() {
        return response;
    }

    @HostAccess.Export
    public int tableIdFromName(String name) {
        return with(tables -> tables.tableIdFromName(name));
    }

    @HostAccess.Export
    public int indexIdFromName(String name) {
        return with(tables -> tables.indexIdFromName(name));
    }

    @HostAccess.Export
    public int rowCount(int table) {
        return with(tables -> answer(tables.rowCount(table)));
    }

    @HostAccess.Export
    public int tableScan(int table) {
        return with(tables -> tables.tableScan(table));
    }

    @HostAccess.Export
    public int indexScanPoint(int index, int length) {
        return with(tables -> tables.indexScanPoint(index, input, 0, length));
    }

    @HostAccess.Export
    public int indexScanRange(int index, int prefix, int prefixElems, int start, int end) {
        return with(
                tables -> tables.indexScanRange(index, input, 0, prefix, prefixElems, start, end));
    }

    @HostAccess.Export
    public int findPoint(int index, int length) {
        return with(tables -> tables.findPoint(index, input, 0, length, output));
    }

    /**
     * Advances into the output array, but never by more than the guest's {@code size} bytes; a
     * smaller guest buffer costs an array of its own.
     */
    @HostAccess.Export
    public int rowIterAdvance(int iterator, int size) {
        return with(tables -> {
            if (size >= output.length) {
                return tables.rowIterAdvance(iterator, output);
            }
            byte[] small = new byte[size];
            int read = tables.rowIterAdvance(iterator, small);
            System.arraycopy(small, 0, output, 0, size);
            return read;
        });
    }

    @HostAccess.Export
    public int rowIterClose(int iterator) {
        return with(tables -> {
            tables.rowIterClose(iterator);
            return 0;
        });
    }

    @HostAccess.Export
    public int insert(int table, int length) {
        return with(tables -> tables.insert(table, input, length));
    }

    @HostAccess.Export
    public int update(int table, int index, int length) {
        return with(tables -> tables.update(table, index, input, length));
    }

    @HostAccess.Export
    public int deleteByIndexPoint(int index, int length) {
        return with(tables -> tables.deleteByIndexPoint(index, input, 0, length));
    }

    @HostAccess.Export
    public int deleteByIndexRange(int index, int prefix, int prefixElems, int start, int end) {
        return with(tables ->
                tables.deleteByIndexRange(index, input, 0, prefix, prefixElems, start, end));
    }

    @HostAccess.Export
    public int deleteAllByEq(int table, int length) {
        return with(tables -> tables.deleteAllByEq(table, input, 0, length));
    }

    @HostAccess.Export
    public int clear(int table) {
        return with(tables -> answer(tables.clear(table)));
    }

    @HostAccess.Export
    public void consoleLog(int level, String message, String stack) {
        log.line(level, message, stack);
    }

    @HostAccess.Export
    public int consoleTimerStart(String name) {
        return with(tables -> tables.consoleTimerStart(name));
    }

    @HostAccess.Export
    public int consoleTimerEnd(int timer) {
        return with(tables -> {
            tables.consoleTimerEnd(timer);
            return 0;
        });
    }

    @HostAccess.Export
    public int databaseIdentity() {
        return with(tables -> answer(tables.databaseIdentity().littleEndian()));
    }

    /** The connection is in the input's first 16 bytes; returns the length, written if it fits. */
    @HostAccess.Export
    public int jwtPayload() {
        return with(tables -> {
            Bytes id = Bytes.copyOf(input, 0, ConnectionId.WIDTH_BYTES);
            return answer(tables.jwtPayload(new ConnectionId(id)));
        });
    }

    @HostAccess.Export
    public int scheduleImmediate(String function, int length) {
        return with(tables -> {
            tables.scheduleImmediate(function, Bytes.wrap(Arrays.copyOf(input, length)));
            return 0;
        });
    }

    /** 0 when the reducer returned; else it refused, and the output array says what it said. */
    @HostAccess.Export
    public int callReducer(String reducer, int length) {
        return with(tables ->
                tables.callReducer(reducer, Bytes.wrap(Arrays.copyOf(input, length)))
                        .map(refusal -> {
                            refused = refusal;
                            return 1;
                        })
                        .orElse(0));
    }

    /** What the last reducer that refused said. */
    @HostAccess.Export
    public String refusal() {
        return refused;
    }

    /** The module says that {@code name} is written in another language. */
    @HostAccess.Export
    public void foreignModule(String name) {
        if (foreignModules.size() < Limits.GRAPH_MODULES_MAX) {
            foreignModules.add(name);
        }
    }

    /** Modules that are written in other languages. */
    Set<String> foreignModules() {
        return Set.copyOf(foreignModules);
    }

    private int answer(long value) {
        ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        return 0;
    }

    private int answer(Bytes bytes) {
        if (bytes.size() <= output.length) {
            System.arraycopy(bytes.unsafeArray(), 0, output, 0, bytes.size());
        }
        return bytes.size();
    }
}
