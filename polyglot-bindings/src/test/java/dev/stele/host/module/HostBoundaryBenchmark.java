package dev.stele.host.module;

import dev.stele.host.database.Database;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.SchemaEditor;
import dev.stele.host.environment.SystemClock;
import dev.stele.host.environment.SystemThreads;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.validation.ModuleDefValidator;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.Watchdog;
import dev.stele.polyglot.js.JsRuntime;
import dev.stele.polyglot.wasm.BoundaryModule;
import dev.stele.polyglot.wasm.WasmRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
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
 * What the boundary between guest and host costs: a reducer with one insert, one look-up by primary
 * key, or a scan of 1,000 rows of 12 bytes, in TypeScript, in hand-written WebAssembly, and as the
 * same calls of the table ABI from Java, which is the engine without a guest. Each is a transaction
 * that is given up, over a real database of 100,000 rows without a log. It lies in the host's
 * package because the table ABI over a transaction is nobody else's to make.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HostBoundaryBenchmark {

    private static final int ROWS = 100_000;
    private static final int SCANNED = 1_000;
    private static final int ROW_BYTES = 12;
    private static final long BALANCE = 7;
    private static final Timestamp NOW = new Timestamp(1_700_000_000_000_000L);

    /** The module that all of them stand for, with the built-in SDK. */
    private static final String TYPESCRIPT =
            """
            import { schema, table, t } from 'stele/server';
            const row = () => ({ id: t.u32().primaryKey(), balance: t.i64() });
            const account = table({ name: 'account' }, row());
            const thousand = table({ name: 'thousand' }, row());
            const db = schema({ account, thousand });
            export default db;
            export const find = db.reducer({ id: t.u32() }, (ctx, { id }) => {
              if (ctx.db.account.id.find(id)?.balance !== 7n) throw new Error('not found');
            });
            export const insert = db.reducer({ id: t.u32() }, (ctx, { id }) => {
              ctx.db.account.insert({ id, balance: 7n });
            });
            export const scan = db.reducer({ id: t.u32() }, (ctx) => {
              let sum = 0n;
              for (const row of ctx.db.thousand.iter()) sum += row.balance;
              if (sum !== 7000n) throw new Error(`sum ${sum}`);
            });
            """;

    /** Who makes the calls. */
    @Param({"engine", "wasm", "typescript"})
    public String guest = "engine";

    private final Database database = Database.inMemory();
    private final SystemClock clock = new SystemClock();
    private final ModuleLog log = new ModuleLog(Optional.empty(), clock, new SystemThreads());
    private final InstanceEnv env = new InstanceEnv(Identity.ZERO, log, clock);
    private final byte[] row = new byte[ROW_BYTES];
    private final byte[] buffer = new byte[64 << 10];
    private final ByteBuffer rows = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    private Optional<ModuleInstance> module = Optional.empty();
    private int account;
    private int accountById;
    private int thousand;
    private int next;

    @Setup(Level.Trial)
    public void load() throws Exception {
        Watchdog watchdog = Watchdog.start(() -> {});
        ModuleInstance typescript =
                JsRuntime.create(watchdog, CallBudgets.DEFAULT)
                        .load(new Program(Program.Kind.JS, Bytes.ofUtf8(TYPESCRIPT)));
        ModuleDef def =
                ModuleDefValidator.validate(RawModuleDefCodec.decode(typescript.describe()));
        MutTx tx = database.begin();
        SchemaEditor editor = new SchemaEditor(tx);
        editor.bootstrap();
        editor.createTables(def.tables());
        env.begin(tx, "load", NOW);
        account = env.tableIdFromName("account");
        accountById = env.indexIdFromName("account_id_idx_btree");
        thousand = env.tableIdFromName("thousand");
        for (int i = 0; i < ROWS; i++) {
            env.insert(account, row(i), ROW_BYTES);
            if (i < SCANNED) {
                env.insert(thousand, row(i), ROW_BYTES);
            }
        }
        env.end();
        database.commit(tx, null);
        module =
                switch (guest) {
                    case "typescript" -> Optional.of(typescript);
                    case "wasm" ->
                            Optional.of(
                                    WasmRuntime.create(watchdog, CallBudgets.DEFAULT)
                                            .load(BoundaryModule.program(typescript.describe())));
                    default -> Optional.empty();
                };
    }

    private byte[] row(int id) {
        ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).putInt(id).putLong(BALANCE);
        return row;
    }

    private int nextId() {
        next = next + 1 == ROWS ? 0 : next + 1;
        return next;
    }

    private GuestOutcome call(int reducer, int id) {
        Bytes args =
                Bytes.wrap(
                        ByteBuffer.allocate(Integer.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(id)
                                .array());
        GuestOutcome outcome =
                module.orElseThrow()
                        .callReducer(
                                new ReducerCall(
                                        reducer, Identity.ZERO, ConnectionId.ZERO, NOW, args),
                                env);
        if (!(outcome instanceof GuestOutcome.Returned)) {
            throw new IllegalStateException(outcome.toString());
        }
        return outcome;
    }

    private void begin() {
        env.begin(database.begin(), "benchmark", NOW);
    }

    @Benchmark
    public Object find() {
        begin();
        int id = nextId();
        Object result =
                module.isPresent()
                        ? call(BoundaryModule.FIND, id)
                        : env.findPoint(accountById, row(id), 0, Integer.BYTES, buffer);
        env.end();
        return result;
    }

    @Benchmark
    public Object insert() {
        begin();
        int id = ROWS + nextId();
        Object result =
                module.isPresent()
                        ? call(BoundaryModule.INSERT, id)
                        : env.insert(account, row(id), ROW_BYTES);
        env.end();
        return result;
    }

    @Benchmark
    public Object scan() {
        begin();
        Object result = module.isPresent() ? call(BoundaryModule.SCAN, 0) : sum();
        env.end();
        return result;
    }

    private long sum() {
        int iterator = env.tableScan(thousand);
        long sum = 0;
        int read;
        do {
            read = env.rowIterAdvance(iterator, buffer);
            int bytes = read < 0 ? -1 - read : read;
            for (int at = 0; at < bytes; at += ROW_BYTES) {
                sum += rows.getLong(at + Integer.BYTES);
            }
        } while (read >= 0);
        if (sum != SCANNED * BALANCE) {
            throw new IllegalStateException("sum " + sum);
        }
        return sum;
    }
}
