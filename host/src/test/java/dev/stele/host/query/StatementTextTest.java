package dev.stele.host.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.query.BoundStatement.BoundSelect;
import java.util.OptionalLong;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that the recordings do not have. */
final class StatementTextTest {

    private static final TestTables TABLES = TestTables.ofModule("constraints", true);
    private static final TestTables TYPES = TestTables.of(true, TestTables.everyType());

    private static BoundStatement bind(String sql) {
        return SqlCompiler.statement(sql, TABLES, TestTables.OWNER);
    }

    private static Predicate where(String condition) {
        return ((BoundSelect)
                        SqlCompiler.statement(
                                "SELECT * FROM t WHERE " + condition, TYPES, TestTables.OWNER))
                .plans()
                .getFirst()
                .where();
    }

    @Test
    void refusesWithTheseTexts() {
        SoftAssertions softly = new SoftAssertions();
        for (String[] fields : TestTables.lines("refused.tsv")) {
            String sql = fields[1].replace("\\n", "\n");
            softly.assertThatThrownBy(
                            () -> {
                                if (fields[0].equals("statement")) {
                                    bind(sql);
                                } else {
                                    SqlCompiler.liveSubscription(sql, TABLES, TestTables.OWNER);
                                }
                            })
                    .as(sql)
                    .isInstanceOf(QueryException.class)
                    .hasMessage(fields[2]);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM person AS p WHERE p.age > 1 AND id < 5;;",
                "select all id from person",
                "SELECT id AS from_, \"age\" FROM \"person\" \"p p\" WHERE \"p p\".id = 1",
                "SELECT * FROM person WHERE ((((id = 1))))",
                "SELECT * FROM person WHERE email = 'multi\nline' /* a /* nested */ comment */",
                "SELECT * FROM person WHERE :sender = :sender",
                "SELECT * FROM person WHERE (id = 1) = (age = 2)",
                "SELECT * FROM person WHERE true = (id = 1) OR false <> true",
                "SELECT * FROM person LIMIT ALL",
                "SELECT * FROM person LIMIT 1e3",
                "DELETE FROM person WHERE person.id = 1",
                "UPDATE person SET email = 'x', age = 0x12 WHERE true",
                "SET slow_ad_hoc_query_ms TO 18446744073709551615",
            })
    void accepts(String sql) {
        assertThat(bind(sql)).isNotNull();
    }

    @Test
    void bindsProjectionAndLimit() {
        BoundSelect select = (BoundSelect) bind("SELECT p.age AS a, id FROM person p LIMIT 7");
        assertThat(select.projection())
                .hasToString(
                        "Columns[columns=[OutputColumn[name=a, column=2],"
                                + " OutputColumn[name=id, column=0]]]");
        assertThat(select.limit()).isEqualTo(OptionalLong.of(7));
        assertThat(select.plans().getFirst().tables().getFirst().name()).isEqualTo("person");
        assertThat(((BoundSelect) bind("SELECT * FROM person LIMIT 18446744073709551615")).limit())
                .hasValue(Long.MAX_VALUE);
    }

    @Test
    void bindsRowsAndValues() {
        assertThat(bind("INSERT INTO person (x, y, z) VALUES (1, 'ab', 3), (2, '', +4)"))
                .extracting("rows")
                .hasToString("[0100000000000000020000006162" + "03, 02000000000000000000000004]");
        assertThat(bind("UPDATE person SET age = 9, email = 'x'"))
                .extracting("columns")
                .hasToString(
                        "[SetColumn[column=2, value=09], SetColumn[column=1, value=0100000078]]");
    }

    @Test
    void putsTheColumnFirst() {
        assertThat(where("5 < u8")).isEqualTo(where("u8 > 5"));
        assertThat(where("5 >= u8")).isEqualTo(where("u8 <= 5"));
        assertThat(where("5 <> u8")).isEqualTo(where("u8 != 5"));
    }

    @Test
    void foldsConstants() {
        assertThat(where("true AND u8 = 5 AND true")).isEqualTo(where("u8 = 5"));
        assertThat(where("false OR (u8 = 5 OR false)")).isEqualTo(where("u8 = 5"));
        assertThat(where("u8 = 5 AND true <> true")).isEqualTo(new Predicate.False());
        assertThat(where(":sender <= :sender")).isEqualTo(new Predicate.True());
    }

    @Test
    void bindsAndTighterThanOr() {
        assertThat(where("u8 = 1 OR u8 = 2 AND bool"))
                .isEqualTo(where("u8 = 1 OR (u8 = 2 AND bool)"))
                .isNotEqualTo(where("(u8 = 1 OR u8 = 2) AND bool"));
    }

    @Test
    void senderIsAnIdentityOrItsDigits() {
        assertThat(where("identity = :sender"))
                .isEqualTo(where("identity = 0x" + TestTables.OWNER.toHex()));
        assertThat(where("bytes = :sender"))
                .isEqualTo(where("bytes = 0x" + TestTables.OWNER.toHex()));
        assertThatThrownBy(() -> where(":sender")).hasMessageContaining("!= Bool (inferred)");
        assertThatThrownBy(() -> where("string = :SENDER"))
                .hasMessage("Unsupported literal expression: :SENDER");
    }

    @Test
    void comparesEveryTypeWithAnOrder() {
        for (var column : TestTables.everyType().def().columns()) {
            String self = column.name() + " = " + column.name();
            if (column.name().equals("time_duration") || column.name().equals("opt")) {
                assertThatThrownBy(() -> where(self))
                        .hasMessageStartingWith("Invalid binary operator `=` for type `(");
            } else {
                assertThat(where(self)).isInstanceOf(Predicate.CompareColumns.class);
            }
        }
    }

    @Test
    void refusesTextThatIsTooLong() {
        String prefix = "SELECT * FROM ";
        String longest = prefix + "y".repeat(50_000 - prefix.length());
        assertThatThrownBy(() -> bind(longest)).hasMessageStartingWith("no such table: `yyy");
        String message =
                "SQL query exceeds maximum allowed length: \""
                        + (longest + "y").substring(0, 120)
                        + "...\"";
        assertThatThrownBy(() -> bind(longest + "y")).hasMessage(message);
        assertThatThrownBy(() -> bind("'" + "é".repeat(25_000)))
                .hasMessageStartingWith("SQL query exceeds");
    }

    @Test
    void boundsNesting() {
        assertThat(bind(nested(40))).isNotNull();
        assertThatThrownBy(() -> bind(nested(60)))
                .hasMessage("sql parser error: recursion limit exceeded");
        assertThatThrownBy(() -> bind(nested(20_000)))
                .hasMessage("sql parser error: recursion limit exceeded");
    }

    private static String nested(int depth) {
        return "SELECT * FROM person WHERE " + "(".repeat(depth) + "id = 1" + ")".repeat(depth);
    }

    @Test
    void boundsChains() {
        String tooDeep = "Recursion limit exceeded, `sql-parser::parse_expr`";
        String start = "SELECT * FROM person WHERE id = 1";
        assertThat(bind(start + " AND id = 1".repeat(1_599))).isNotNull();
        assertThatThrownBy(() -> bind(start + " AND id = 1".repeat(1_600))).hasMessage(tooDeep);
        assertThat(bind(start + " = true".repeat(49))).isNotNull();
        assertThatThrownBy(() -> bind(start + " = true".repeat(50))).hasMessage(tooDeep);
    }

    @Test
    void knowsTheTextThatMeansEveryTable() {
        assertThat(SqlCompiler.isEveryTable(" select\n*  FROM * ")).isTrue();
        assertThat(SqlCompiler.isEveryTable("SELECT * FROM *;")).isFalse();
        assertThat(SqlCompiler.isEveryTable("SELECT * FROM * WHERE true")).isFalse();
    }
}
