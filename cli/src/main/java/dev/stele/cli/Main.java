package dev.stele.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code stele} command. */
@Command(
        name = "stele",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A relational database that is also the application server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            StartCommand.class,
            BuildCommand.class,
            PublishCommand.class,
            CallCommand.class,
            SqlCommand.class,
            LogsCommand.class,
            DescribeCommand.class,
            DeleteCommand.class,
            ListCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Try:  stele dev examples/chat     run a module with its page, republish on save",
            "      stele test                  build everything and run all tests"
        })
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command line and returns the exit status. */
    static int run(String... args) {
        Terminal terminal = Terminal.system();
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setExecutionExceptionHandler((e, _, _) -> {
            terminal.error(e);
            return 1;
        });
        if (args.length == 0) {
            commandLine.usage(commandLine.getOut());
            return 2;
        }
        return commandLine.execute(args);
    }
}
