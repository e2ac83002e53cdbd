package dev.stele.host.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.query.BoundStatement.BoundShowVariable;
import dev.stele.host.schema.ColumnDef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the reference answered to recorded statements. {@code recorded.tsv}: module, grammar,
 * caller, statement, answer ({@code ok} with the column names of an HTTP result, or {@code error}
 * with the text).
 */
final class RecordedStatementsTest {

    /** Joins that visibility rules turn into others which the reference cannot follow. */
    private static final int ACCEPTED = 2;

    private static final int FAILURES_OF_RUNNING = 6;

    /** Errors that do not come from the text of a statement but from running it. */
    private static final List<String> WHEN_RUN =
            List.of(
                    "error IndexError: ",
                    "error Estimated cardinality ",
                    "error The module instance encountered a fatal error",
                    "error Subscription with id ");

    @Test
    void answersAsTheReference() {
        List<String> wrong = new ArrayList<>();
        List<String> accepted = new ArrayList<>();
        List<String> whenRun = new ArrayList<>();
        int equal = 0;
        for (String[] fields : TestTables.lines("recorded.tsv")) {
            String sql = unescaped(fields[3]);
            String expected = unescaped(fields[4]);
            String actual = answer(fields[0], fields[1], fields[2], sql);
            String shown = sql + "\n  expected " + expected + "\n  but was  " + actual;
            if (actual.equals(expected) || (actual.startsWith("ok") && expected.equals("ok"))) {
                equal++;
            } else if (fields[0].equals("rls") && actual.startsWith("ok")) {
                accepted.add(shown);
            } else if (actual.startsWith("ok")
                    && WHEN_RUN.stream().anyMatch(expected::startsWith)) {
                whenRun.add(shown);
            } else {
                wrong.add(shown);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(accepted).as("joins with rules").hasSize(ACCEPTED);
        assertThat(whenRun).as("failures of running").hasSize(FAILURES_OF_RUNNING);
        assertThat(equal).isEqualTo(475 - ACCEPTED - FAILURES_OF_RUNNING);
    }

    private static String answer(String module, String grammar, String caller, String sql) {
        TestTables tables = TestTables.ofModule(module, caller.equals("owner"));
        var identity =
                switch (caller) {
                    case "owner" -> TestTables.OWNER;
                    case "alice" -> TestTables.ALICE;
                    default -> TestTables.BOB;
                };
        try {
            if (grammar.equals("statement")) {
                BoundStatement bound = SqlCompiler.statement(sql, tables, identity);
                if (bound.isWrite() && !caller.equals("owner")) {
                    throw QueryException.notAuthorized(identity);
                }
                return "ok " + columns(bound);
            }
            if (grammar.equals("oneoff")) {
                return "ok " + columns(SqlCompiler.subscription(sql, tables, identity));
            }
            if (SqlCompiler.isEveryTable(sql)) {
                return "ok";
            }
            if (sql.isBlank()) {
                throw SqlCompiler.emptySubscription();
            }
            try {
                return "ok " + columns(SqlCompiler.liveSubscription(sql, tables, identity));
            } catch (QueryException e) {
                throw e.executing(sql);
            }
        } catch (QueryException e) {
            return "error " + e.getMessage();
        }
    }

    private static String columns(BoundStatement bound) {
        return switch (bound) {
            case BoundSelect select ->
                    switch (select.projection()) {
                        case Projection.Rows(int table) ->
                                select
                                        .plans()
                                        .getFirst()
                                        .tables()
                                        .get(table)
                                        .def()
                                        .columns()
                                        .stream()
                                        .map(ColumnDef::name)
                                        .collect(Collectors.joining(","));
                        case Projection.Columns(List<Projection.OutputColumn> columns) ->
                                columns.stream()
                                        .map(Projection.OutputColumn::name)
                                        .collect(Collectors.joining(","));
                        case Projection.Count(String name) -> name;
                    };
            case BoundShowVariable _ -> "value";
            default -> "";
        };
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
    }
}
