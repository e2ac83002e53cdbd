package dev.stele.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code stele logs}: prints the log of a module. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Print the log of a module.")
final class LogsCommand implements Callable<Integer> {

    private static final int FOLLOW_LINES = 10;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "DATABASE", description = "Name or identity.")
    private String database = "";

    @Option(
            names = {"-n", "--num-lines"},
            paramLabel = "N",
            description = "How many lines, from the end; all when missing.",
            defaultValue = "-1")
    private int lines = -1;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as lines are written.")
    private boolean isFollowing;

    @Option(
            names = "--format",
            description = "text (or default, txt) or json.",
            defaultValue = "text")
    private String format = "text";

    @Option(
            names = {"-l", "--level"},
            description = "The least level: trace, debug, info, warn, error, panic.",
            defaultValue = "trace")
    private String level = "trace";

    @Option(names = "--level-exact", description = "Only that level.")
    private boolean isExact;

    @Override
    public Integer call() {
        LogLines.Level least = level();
        ApiClient client = server.client();
        int wanted = isFollowing && lines < 0 ? FOLLOW_LINES : lines;
        String query = "?follow=" + isFollowing + (wanted < 0 ? "" : "&num_lines=" + wanted);
        Terminal terminal = Terminal.system();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                client.stream(
                                        "/v1/database/"
                                                + ApiClient.escape(database)
                                                + "/logs"
                                                + query),
                                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode entry = LogLines.parse(line);
                LogLines.Level own = LogLines.level(entry);
                if (isExact ? own == least : own.compareTo(least) >= 0) {
                    terminal.data(isJson() ? line : LogLines.text(entry, terminal));
                }
            }
        } catch (IOException e) {
            throw new CliException("the log ended: " + e.getMessage());
        }
        return 0;
    }

    private boolean isJson() {
        return switch (format) {
            case "json" -> true;
            case "text", "txt", "default" -> false;
            default -> throw new CliException("\"" + format + "\" is no format", "--format json");
        };
    }

    private LogLines.Level level() {
        try {
            return LogLines.Level.valueOf(level.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new CliException("\"" + level + "\" is no level", "--level warn");
        }
    }
}
