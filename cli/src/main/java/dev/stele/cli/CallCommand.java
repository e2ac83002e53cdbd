package dev.stele.cli;

import dev.stele.cli.ApiClient.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code stele call}: calls a reducer or a procedure. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = "Call a reducer or a procedure with arguments written as JSON.")
final class CallCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LISTED_MAX = 10;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "DATABASE", description = "Name or identity.")
    private String database = "";

    @Parameters(index = "1", paramLabel = "FUNCTION", description = "Its name.")
    private String function = "";

    @Parameters(
            index = "2..*",
            paramLabel = "ARG",
            description = "One JSON value each; quotes around a String may be left out.")
    private List<String> args = new ArrayList<>();

    @Override
    public Integer call() {
        ApiClient client = server.client();
        String body = function.contains(".") ? untypedArguments() : arguments(client);
        Answer answer =
                client.post(
                        "/v1/database/"
                                + ApiClient.escape(database)
                                + "/call/"
                                + ApiClient.escape(function),
                        "application/json",
                        body);
        if (!answer.isOk()) {
            throw answer.status() == 530
                    ? new CliException(
                            "reducer `" + function + "` failed: " + answer.body().strip())
                    : client.failure("call `" + function + "`", answer);
        }
        if (!answer.body().isEmpty()) {
            Terminal.system().data(answer.body());
        }
        return 0;
    }

    /** For a function of a submodule, whose types are not known here. */
    private String untypedArguments() {
        return args.stream()
                .map(text -> asJson(text).orElseGet(() -> JSON.writeValueAsString(text)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String arguments(ApiClient client) {
        ModuleSchema schema = ModuleSchema.fetch(client, database);
        return arguments(
                schema.functions().stream()
                        .filter(r -> r.name().equals(function))
                        .findFirst()
                        .orElseThrow(() -> noSuchReducer(schema)));
    }

    private String arguments(ModuleSchema.Reducer reducer) {
        if (args.size() != reducer.params().size()) {
            throw new CliException(
                    "`"
                            + function
                            + "` takes "
                            + reducer.params().size()
                            + " arguments, "
                            + args.size()
                            + " given",
                    reducer.signature());
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            values.add(argument(args.get(i), reducer.params().get(i)));
        }
        return "[" + String.join(",", values) + "]";
    }

    private static String argument(String text, ModuleSchema.Param param) {
        Optional<String> json = asJson(text);
        if (param.isString() && (json.isEmpty() || !text.strip().startsWith("\""))) {
            return JSON.writeValueAsString(text);
        }
        if (param.isIdentity() && text.matches("(0x)?[0-9a-fA-F]{64}")) {
            return "[\"0x" + text.replaceFirst("^0x", "") + "\"]";
        }
        return json.orElseThrow(() ->
                new CliException(
                        "argument `"
                                + param.name()
                                + "`: "
                                + text
                                + " is not JSON, expected "
                                + param.type()));
    }

    private static Optional<String> asJson(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node.isMissingNode() ? Optional.empty() : Optional.of(text);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private CliException noSuchReducer(ModuleSchema schema) {
        List<String> names = schema.callable().stream().map(ModuleSchema.Reducer::name).toList();
        StringBuilder text =
                new StringBuilder(
                        "No such reducer OR procedure `"
                                + function
                                + "` for database `"
                                + database
                                + "`");
        names.stream()
                .filter(n -> EditDistance.of(n, function) <= Math.max(2, function.length() / 3))
                .min(Comparator.comparingInt(n -> EditDistance.of(n, function)))
                .ifPresent(near ->
                        text.append("\n\nA function with a similar name exists: `")
                                .append(near)
                                .append('`'));
        if (names.isEmpty()) {
            text.append("\n\nThe database has no functions.");
        } else {
            text.append("\n\nHere are some existing functions:");
            names.stream().limit(LISTED_MAX).forEach(n -> text.append("\n- ").append(n));
            if (names.size() > LISTED_MAX) {
                text.append("\n... (")
                        .append(names.size() - LISTED_MAX)
                        .append(" functions not shown)");
            }
        }
        return new CliException(text.toString());
    }
}
