package dev.stele.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.ConstraintsRuntime;
import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import dev.stele.server.websocket.Bystander;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and identities that are none, and what only an owner may do. */
final class BadNamesTest {

    @TempDir private static Path folder;
    private static TestServer server;
    private static Bystander bystander;
    private static Set<String> filesBefore = Set.of();

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder);
        server.publish("owned");
        bystander = Bystander.join(server, "owned");
        filesBefore = files();
    }

    @AfterEach
    void nothingIsMadeAndOthersAreServed() throws IOException {
        assertThat(files()).isEqualTo(filesBefore);
        bystander.call();
    }

    @AfterAll
    static void stop() throws IOException {
        bystander.close();
        server.close();
    }

    /** Everything beside and below the data folder. */
    private static Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new TreeSet<>(files.map(Path::toString).toList());
        }
    }

    private static RawHttp.Response send(String method, String path, String user, byte[] body)
            throws IOException {
        return RawHttp.send(
                server.port(),
                method,
                path,
                user.isEmpty()
                        ? Map.of("Content-Type", "application/json")
                        : Map.of(
                                "Content-Type",
                                "application/json",
                                "Authorization",
                                "Bearer " + server.token(user)),
                body);
    }

    /** As they go on the wire. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPPER",
                "a_b",
                "a.b",
                "-a",
                "a-",
                "a--b",
                "a%20b",
                "%C3%A9",
                "%D0%B0bc",
                "a%00b",
                "a%0Ab",
                "%2e%2e",
                "%2e%2e%2f%2e%2e%2fetc",
                "..%2f..%2fescaped",
                "..%5c..%5cescaped",
                "a%2fb",
                "%252e%252e",
                "con.",
                "c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2",
                "LONG"
            })
    void names(String name) throws IOException {
        String path = "/v1/database/" + name.replace("LONG", "a".repeat(129));
        byte[] program = ConstraintsRuntime.PROGRAM.bytes().toByteArray();
        assertThat(send("PUT", path + "?host_type=Js", "owner", program).status())
                .as("publish")
                .isIn(400, 404);
        for (String rest :
                List.of("", "/identity", "/names", "/schema?version=9", "/logs", "/subscribe")) {
            RawHttp.Response response = send("GET", path + rest, "owner", new byte[0]);
            assertThat(response.status()).as(rest + response.body()).isIn(400, 404);
        }
        assertThat(send("POST", path + "/sql", "owner", new byte[] {'x'}).status()).isIn(400, 404);
        assertThat(send("POST", path + "/call/noop", "owner", new byte[] {'[', ']'}).status())
                .isIn(400, 404);
        assertThat(send("DELETE", path, "owner", new byte[0]).status()).isIn(200, 400, 404);
    }

    /** Paths that lead somewhere else when somebody tidies them up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/database/..",
                "/v1/database/../../etc/passwd",
                "/v1/database/%2e%2e/%2e%2e/etc/passwd",
                "/v1/database/owned/../other/schema?version=9",
                "/v1/database//schema?version=9",
                "/v1//database/owned",
                "//v1/database/owned",
                "/v1/database/owned//schema?version=9",
                "/v1/database/owned/call/",
                "/../stele.pid",
                "/%2e%2e/stele.pid",
                "/stele.pid",
                "/databases",
                "/v1/nosuch"
            })
    void paths(String path) throws IOException {
        RawHttp.Response response = send("GET", path, "owner", new byte[0]);
        assertThat(response.status()).as(response.body()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "c200",
                "zz00000000000000000000000000000000000000000000000000000000000000",
                "c20000000000000000000000000000000000000000000000000000000000000000",
                "%00",
                "-1"
            })
    void identities(String identity) throws IOException {
        for (String what : List.of("/verify", "/databases")) {
            RawHttp.Response response =
                    send("GET", "/v1/identity/" + identity + what, "owner", new byte[0]);
            assertThat(response.status()).as(response.body()).isEqualTo(400);
            assertThat(response.body()).startsWith("Invalid URL: invalid value: string");
        }
    }

    /** What an owner may do, tried by somebody else and by nobody. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "PUT, '', constraints",
        "PUT, '?clear=true', constraints",
        "DELETE, '', ''",
        "POST, /pre_publish, constraints",
        "PUT, /reset, constraints",
        "POST, /lock, ''",
        "POST, /unlock, ''",
        "POST, /names, other-name",
        "PUT, /names, '[\"other-name\"]'",
        "GET, /logs, ''",
        "GET, /logs?follow=true, ''",
        "POST, /sql, DELETE FROM person",
        "POST, /sql, 'SELECT * FROM secret'",
        "POST, /sql, 'SELECT * FROM st_connection_credentials'"
    })
    void onlyTheOwner(String method, String rest, String body) throws IOException {
        String separator = rest.contains("?") ? "&" : "?";
        String path = "/v1/database/owned" + rest + separator + "host_type=Js";
        for (String user : List.of("alice", "")) {
            RawHttp.Response response =
                    send(method, path, user, body.getBytes(StandardCharsets.UTF_8));
            assertThat(response.status()).as(user + response.body()).isIn(400, 401, 403);
            assertThat(response.body()).isNotBlank();
        }
        RawHttp.Response still = send("GET", "/v1/database/owned/names", "owner", new byte[0]);
        assertThat(still.body()).isEqualTo("{\"names\":[\"owned\"]}");
    }

    /** A private table is not there for others, in the same words as one that does not exist. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM TABLE",
                "SELECT COUNT(*) AS n FROM TABLE",
                "SELECT TABLE.* FROM TABLE",
                "SELECT * FROM TABLE WHERE id = 1",
                "SELECT * FROM TABLE WHERE nosuch = 1"
            })
    void privateTables(String sql) throws IOException {
        for (String user : List.of("alice", "")) {
            RawHttp.Response hidden = sql(user, sql.replace("TABLE", "secret"));
            RawHttp.Response missing = sql(user, sql.replace("TABLE", "nosuch"));
            assertThat(hidden.status()).isEqualTo(400);
            assertThat(missing.status()).isEqualTo(400);
            assertThat(hidden.body().replace("secret", "nosuch")).isEqualTo(missing.body());
        }
    }

    private static RawHttp.Response sql(String user, String sql) throws IOException {
        return send("POST", "/v1/database/owned/sql", user, sql.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    no SQL            | garbage                                  | sql parser error
                    nothing           | ;                                        | Empty SQL query
                    half a statement  | SELECT * FROM                            | sql parser error
                    half a text       | SELECT * FROM person WHERE email = 'a    | sql parser error
                    unknown table     | SELECT * FROM nosuch                     | no such table: `nosuch`
                    unknown column    | SELECT * FROM person WHERE nosuch = 1    | `nosuch` is not in scope
                    other type        | SELECT * FROM person WHERE id = 'x'      | The literal expression
                    too large         | SELECT * FROM person WHERE id = 99999999999999999999999 | The literal expression
                    two statements    | SELECT * FROM person; SELECT * FROM pet  | Multiple SQL statements
                    negative limit    | SELECT * FROM person LIMIT -1            | Unsupported
                    a join            | SELECT person.* FROM person, pet         | Implicit joins
                    creation          | CREATE TABLE x (y INT)                   | Unsupported
                    """)
    void statements(String what, String sql, String reason) throws IOException {
        RawHttp.Response response = sql("owner", sql);
        assertThat(response.status()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource({"(, ), 100000", "NOT , '', 100000", "-, '', 100000", "'id = 1 OR ', '', 4000"})
    void deepAndLongStatements(String open, String close, int times) throws IOException {
        String sql =
                "SELECT * FROM person WHERE " + open.repeat(times) + "id = 1" + close.repeat(times);
        RawHttp.Response response = sql("owner", sql);
        assertThat(response.status()).as(response.body()).isEqualTo(400);
        assertThat(response.body().length()).isLessThan(1_000);
    }
}
