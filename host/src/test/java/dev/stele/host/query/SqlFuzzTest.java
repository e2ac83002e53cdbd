package dev.stele.host.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, the answer is a plan or a {@link QueryException} with a message. */
final class SqlFuzzTest {

    private static final int STACK_BYTES = 512 * 1024;
    private static final int MUTATIONS = 40_000;

    private static final List<String> WORDS =
            List.of(
                    "SELECT",
                    "FROM",
                    "WHERE",
                    "AND",
                    "OR",
                    "NOT",
                    "LIMIT",
                    "JOIN",
                    "ON",
                    "AS",
                    "COUNT",
                    "INSERT",
                    "INTO",
                    "VALUES",
                    "UPDATE",
                    "SET",
                    "DELETE",
                    "IN",
                    "IS",
                    "NULL",
                    "BETWEEN",
                    "LIKE",
                    "CASE",
                    "WHEN",
                    "END",
                    "UNION",
                    "ORDER",
                    "BY",
                    "person",
                    "pet",
                    "id",
                    "email",
                    "age",
                    "*",
                    ",",
                    "(",
                    ")",
                    "=",
                    "<",
                    ">=",
                    "!=",
                    ";",
                    ".",
                    ":",
                    ":sender",
                    "'a'",
                    "'",
                    "\"",
                    "$1",
                    "$$",
                    "--",
                    "/*",
                    "*/",
                    "0x",
                    "0xff",
                    "X'0'",
                    "E'\\",
                    "1",
                    "-",
                    "1e9",
                    ".5",
                    "::",
                    "[",
                    "]",
                    "true",
                    "SHOW",
                    "row_limit",
                    "EXPLAIN",
                    "WITH",
                    "\n",
                    "\u00e9",
                    "\ud83e\udd80",
                    "\u0000",
                    "{");

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final TestTables tables = TestTables.ofModule("constraints", true);

    private int accepted;

    @Test
    void survivesMutationsOfRealStatements() {
        List<String> statements = new ArrayList<>();
        TestTables.lines("recorded.tsv").forEach(fields -> statements.add(fields[3]));
        TestTables.lines("refused.tsv").forEach(fields -> statements.add(fields[1]));
        for (int i = 0; i < MUTATIONS; i++) {
            String sql = statements.get(random.nextInt(statements.size()));
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                sql = mutated(sql);
            }
            compile(sql);
        }
        assertThat(accepted).as("seed %d", seed).isBetween(1_000, 2 * MUTATIONS);
    }

    private String mutated(String sql) {
        int at = random.nextInt(sql.length() + 1);
        int to = Math.min(sql.length(), at + random.nextInt(6));
        String word = WORDS.get(random.nextInt(WORDS.size()));
        return switch (random.nextInt(5)) {
            case 0 -> sql.substring(0, at) + sql.substring(to);
            case 1 -> sql.substring(0, at) + " " + word + " " + sql.substring(at);
            case 2 -> sql.substring(0, at) + word + sql.substring(to);
            case 3 -> sql.substring(0, at) + sql.substring(at, to).repeat(3) + sql.substring(to);
            default -> sql.substring(0, at) + (char) random.nextInt(0x250) + sql.substring(to);
        };
    }

    @Test
    void survivesGarbage() {
        for (int i = 0; i < 10_000; i++) {
            StringBuilder sql = new StringBuilder(random.nextBoolean() ? "SELECT * FROM " : "");
            for (int words = random.nextInt(25); words > 0; words--) {
                sql.append(WORDS.get(random.nextInt(WORDS.size())));
                sql.append(random.nextInt(4) == 0 ? "" : " ");
            }
            compile(sql.toString());
        }
    }

    @Test
    void survivesRepetitionsOnASmallStack() throws InterruptedException {
        List<String> patterns = new ArrayList<>(WORDS);
        patterns.addAll(
                List.of(
                        "(",
                        "((",
                        "NOT ",
                        "- ",
                        "+",
                        "~",
                        "id = 1 AND ",
                        "id = 1 OR ",
                        "id = ",
                        "id + ",
                        "id IS NULL ",
                        "(id = ",
                        "CASE ",
                        "f(",
                        "[",
                        "id[",
                        "id::int",
                        "true = ",
                        "NOT (",
                        "(true = ",
                        "IS NULL ",
                        "JOIN pet ",
                        ", person",
                        "a.",
                        "AND (",
                        "true) = (",
                        "CASE WHEN id THEN ",
                        "/*",
                        "/* ",
                        "SELECT * FROM person;",
                        "(SELECT ",
                        "id IN (",
                        "BETWEEN 1 AND ",
                        "(true, "));
        List<Throwable> thrown = new ArrayList<>();
        Thread thread =
                new Thread(null, () -> patterns.forEach(this::repeat), "small stack", STACK_BYTES);
        thread.setUncaughtExceptionHandler((_, e) -> thrown.add(e));
        thread.start();
        thread.join();
        assertThat(thrown).isEmpty();
    }

    private void repeat(String pattern) {
        for (String start :
                List.of("", "SELECT * FROM person WHERE ", "SELECT ", "SELECT * FROM ")) {
            for (String end : List.of("", "true")) {
                int count =
                        (20_000 - start.length())
                                / pattern.length()
                                / (pattern.length() > 1 ? 1 : 2);
                String many = pattern.repeat(count);
                compile(start + many + end);
                compile(start + pattern.repeat(45) + end + ")".repeat(45));
            }
        }
        int half = 24_000 / pattern.length();
        compile("SELECT * FROM person WHERE " + pattern.repeat(half) + "true" + ")".repeat(half));
        compile("SELECT * FROM person WHERE true" + (" " + pattern).repeat(half / 2));
        compile("SELECT * FROM person WHERE id = 1" + (" AND " + pattern + "id = 1").repeat(1_000));
    }

    private void compile(String sql) {
        try {
            SqlCompiler.statement(sql, tables, TestTables.ALICE);
            accepted++;
        } catch (QueryException e) {
            assertThat(e.getMessage()).as("seed %d, %s", seed, sql).isNotEmpty();
        } catch (RuntimeException e) {
            fail("seed " + seed + ", " + sql, e);
        }
        try {
            var select = SqlCompiler.subscription(sql, tables, TestTables.ALICE);
            assertThat(select.projection()).isInstanceOf(Projection.Rows.class);
            accepted++;
        } catch (QueryException e) {
            assertThat(e.getMessage()).as("seed %d, %s", seed, sql).isNotEmpty();
        } catch (RuntimeException e) {
            fail("seed " + seed + ", " + sql, e);
        }
    }
}
