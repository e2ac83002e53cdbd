package dev.stele.cli;

import dev.stele.cli.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code stele sql}: runs one SQL statement. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Run one SQL statement and print its rows.")
final class SqlCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "DATABASE", description = "Name or identity.")
    private String database = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SQL",
            description = "The statement; several words are joined with spaces.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--confirmed",
            paramLabel = "BOOL",
            arity = "1",
            description =
                    "Wait until what the statement saw is durable (default: ${DEFAULT-VALUE}).",
            defaultValue = "true")
    private boolean isConfirmed = true;

    @Option(names = "--format", description = "text (or default) or json.", defaultValue = "text")
    private String format = "text";

    @Override
    public Integer call() {
        ApiClient client = server.client();
        Answer answer =
                client.post(
                        "/v1/database/"
                                + ApiClient.escape(database)
                                + "/sql?confirmed="
                                + isConfirmed,
                        "text/plain",
                        String.join(" ", words));
        if (answer.status() == 404) {
            throw new CliException(
                    "no database `" + database + "` at " + client.base(), "stele list");
        }
        if (!answer.isOk()) {
            throw new CliException(answer.body().strip());
        }
        Terminal terminal = Terminal.system();
        if (format.equals("json")) {
            terminal.data(answer.body());
            return 0;
        }
        for (JsonNode result : answer.json()) {
            if (result.path("schema").path("elements").isEmpty()) {
                JsonNode stats = result.path("stats");
                terminal.say(
                        "inserted: "
                                + stats.path("rows_inserted").asLong()
                                + ", deleted: "
                                + stats.path("rows_deleted").asLong()
                                + ", updated: "
                                + stats.path("rows_updated").asLong());
            } else {
                terminal.raw(table(result));
            }
        }
        return 0;
    }

    private static String table(JsonNode result) {
        JsonNode columns = result.path("schema").path("elements");
        List<String> header = new ArrayList<>();
        for (JsonNode column : columns) {
            header.add(column.path("name").path("some").asString(""));
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode row : result.path("rows")) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.add(SatnText.of(row.path(i), columns.path(i).path("algebraic_type")));
            }
            rows.add(cells);
        }
        return TextTable.render(header, rows);
    }
}
