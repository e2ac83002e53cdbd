package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.js.source.SourceCompiler;
import dev.stele.polyglot.js.source.SourceTreeCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules written for the published npm package, which is in their node_modules. */
final class PublishedPackageTest {

    static final String KEYNOTE =
            """
            import { schema, table, t, SenderError } from 'spacetimedb/server';

            const accounts = table(
              { name: 'accounts', public: true },
              { id: t.u32().primaryKey(), balance: t.i64() },
            );
            const db = schema({ accounts });
            export default db;

            export const transfer = db.reducer(
              { from: t.u32(), to: t.u32(), amount: t.i64() },
              (ctx, { from, to, amount }: { from: number; to: number; amount: bigint }) => {
                const source = ctx.db.accounts.id.find(from);
                const target = ctx.db.accounts.id.find(to);
                if (!source || !target) throw new SenderError('no such account');
                if (source.balance < amount) throw new SenderError('insufficient funds');
                ctx.db.accounts.id.update({ id: from, balance: source.balance - amount });
                ctx.db.accounts.id.update({ id: to, balance: target.balance + amount });
              },
            );
            export const total = db.reducer((ctx) => {
              let sum = 0n;
              for (const row of ctx.db.accounts.iter()) sum += row.balance;
              console.log(`total ${sum} of ${ctx.db.accounts.count()}`);
            });
            """;

    /** Reducers are numbered in the order of a module namespace, by name. */
    static final int TOTAL = 0;

    static final int TRANSFER = 1;

    @TempDir Path folder;

    /** A project folder whose node_modules has the published package. */
    static Path project(Path folder, String text) throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/index.ts"), text);
        Path packages = NpmPackages.folder().resolve("node_modules");
        Files.createDirectories(folder.resolve("node_modules"));
        for (String name : List.of("spacetimedb", "headers-polyfill")) {
            NpmPackages.copy(packages.resolve(name), folder.resolve("node_modules").resolve(name));
        }
        return folder;
    }

    static Bytes collect(Path folder) throws Exception {
        return new SourceTreeCollector(new SourceCompiler()).collect(folder).program();
    }

    static byte[] account(int id, long balance) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(id)
                .putLong(balance)
                .array();
    }

    static byte[] transfer(int from, int to, long amount) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(from)
                .putInt(to)
                .putLong(amount)
                .array();
    }

    static void checkTransfers(ModuleInstance module) {
        InMemoryTables tables = new InMemoryTables();
        tables.put("accounts", account(1, 100));
        tables.put("accounts", account(2, 5));
        assertThat(new String(module.describe().toByteArray(), StandardCharsets.ISO_8859_1))
                .contains("accounts")
                .contains("transfer");
        assertThat(Programs.call(module, TRANSFER, tables, transfer(1, 2, 30)))
                .isEqualTo(new GuestOutcome.Returned());
        assertThat(tables.rows("accounts"))
                .containsExactly(Bytes.wrap(account(1, 70)), Bytes.wrap(account(2, 35)));
        assertThat(Programs.call(module, TRANSFER, tables, transfer(1, 2, 71)))
                .isEqualTo(new GuestOutcome.FailedUser("insufficient funds"));
        assertThat(Programs.call(module, TOTAL, tables)).isEqualTo(new GuestOutcome.Returned());
        assertThat(tables.log).extracting(line -> line.message()).containsExactly("total 105 of 2");
        assertThat(tables.openIterators()).isZero();
    }

    @Test
    void runsFromSource() throws Exception {
        Bytes program = collect(project(folder, KEYNOTE));
        try (ModuleInstance module = Programs.runtime().load(Programs.of(program))) {
            checkTransfers(module);
        }
    }

    @Test
    void runsAsBundleOfOneFile() throws Exception {
        project(folder, KEYNOTE);
        Path npm = NpmPackages.folder();
        NpmPackages.run(
                folder,
                List.of(
                        npm.resolve("node_modules/.bin/esbuild").toString(),
                        "src/index.ts",
                        "--bundle",
                        "--format=esm",
                        "--target=esnext",
                        "--external:spacetime:*",
                        "--outfile=bundle.js"));
        String bundle = Files.readString(folder.resolve("bundle.js"));
        assertThat(bundle).contains("using iter =");
        try (ModuleInstance module = Programs.runtime().load(Programs.of(Bytes.ofUtf8(bundle)))) {
            checkTransfers(module);
        }
    }

    @Test
    void packsTheSameSourcesToTheSameBytes() throws Exception {
        project(folder, KEYNOTE);
        assertThat(collect(folder)).isEqualTo(collect(folder));
    }
}
