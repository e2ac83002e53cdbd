package dev.stele.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code stele describe}: shows what a module declares. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Show the tables and reducers of a module, or one of them.")
final class DescribeCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print the definition as JSON.")
    private boolean isJson;

    @Parameters(index = "0", paramLabel = "DATABASE", description = "Name or identity.")
    private String database = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KIND",
            description = "reducer or table, with a name behind it.",
            defaultValue = "")
    private String kind = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "NAME", defaultValue = "")
    private String name = "";

    @Override
    public Integer call() {
        ModuleSchema schema = ModuleSchema.fetch(server.client(), database);
        Terminal terminal = Terminal.system();
        if (!kind.isEmpty()) {
            terminal.data(pretty(entity(schema)));
        } else if (isJson) {
            terminal.data(pretty(schema.json()));
        } else {
            overview(schema, terminal);
        }
        return 0;
    }

    private static String pretty(JsonNode node) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    private JsonNode entity(ModuleSchema schema) {
        if (!kind.equals("reducer") && !kind.equals("table")) {
            throw new CliException(
                    "\"" + kind + "\" is neither reducer nor table",
                    "stele describe " + database + " table NAME");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode entity : schema.json().path(kind + "s")) {
            if (entity.path("name").asString().equals(name)) {
                return entity;
            }
            names.add(entity.path("name").asString());
        }
        throw new CliException(
                "no " + kind + " `" + name + "`", "one of " + String.join(", ", names));
    }

    private static void overview(ModuleSchema schema, Terminal terminal) {
        for (JsonNode table : schema.json().path("tables")) {
            String access = table.path("table_access").has("Private") ? "private " : "";
            terminal.data(
                    access
                            + terminal.styled(Terminal.Style.BLUE, "table ")
                            + terminal.styled(Terminal.Style.BOLD, table.path("name").asString()));
            JsonNode row =
                    schema.json()
                            .path("typespace")
                            .path("types")
                            .path(table.path("product_type_ref").asInt())
                            .path("Product")
                            .path("elements");
            List<Integer> keys = new ArrayList<>();
            table.path("primary_key").forEach(key -> keys.add(key.asInt()));
            for (int i = 0; i < row.size(); i++) {
                JsonNode column = row.path(i);
                terminal.data(
                        "    "
                                + column.path("name").path("some").asString()
                                + ": "
                                + schema.text(column.path("algebraic_type"))
                                + (keys.contains(i) ? "  primary key" : ""));
            }
        }
        for (ModuleSchema.Reducer reducer : schema.reducers()) {
            terminal.data(
                    terminal.styled(Terminal.Style.GREEN, "reducer ")
                            + reducer.signature()
                            + (reducer.isLifecycle() ? "  lifecycle" : ""));
        }
    }
}
