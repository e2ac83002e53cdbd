package dev.stele.cli;

import dev.stele.cli.toolchain.BuiltModule;
import dev.stele.cli.toolchain.HostType;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stele publish}: makes a module the program of a database. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description =
                "Publish a module: a TypeScript, JavaScript, Rust or C++ project, from source.")
final class PublishCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DATABASE",
            description = "Name or identity; a new database without a name when missing.")
    private Optional<String> database = Optional.empty();

    @Option(
            names = {"-p", "--module-path"},
            paramLabel = "PATH",
            description = "Folder or file of the module (default: the current folder).",
            defaultValue = ".")
    private Path module = Path.of(".");

    @ArgGroup private ReadyMade readyMade = new ReadyMade();

    @Mixin private BuildArguments build = new BuildArguments();

    /** A module that some other tool made. */
    static final class ReadyMade {

        @Option(
                names = {"-b", "--bin-path", "--wasm-file"},
                paramLabel = "FILE",
                description = "A ready-made Wasm module, sent as it is.")
        private Optional<Path> wasm = Optional.empty();

        @Option(
                names = {"-j", "--js-path"},
                paramLabel = "FILE",
                description = "A ready-made JavaScript bundle, sent as it is.")
        private Optional<Path> bundle = Optional.empty();
    }

    @Option(
            names = {"-c", "--delete-data", "--clear-database"},
            description = "Delete the database's data first.")
    private boolean isDeletingData;

    @Override
    public Integer call() {
        database.ifPresent(PublishCommand::checkName);
        ApiClient client = server.client();
        Terminal terminal = Terminal.system();
        if (isDeletingData && !server.isYes()) {
            String name = database.orElse("the database");
            if (!terminal.confirm(
                    "This will DESTROY the current "
                            + name
                            + " module, and ALL corresponding data. Do you want to proceed?")) {
                terminal.say("Nothing was published.");
                return 1;
            }
        }
        Publisher.Published published =
                new Publisher(client).publish(database, module(), isDeletingData);
        terminal.done(
                (published.isNew() ? "Created new database" : "Updated database")
                        + published.name().map(n -> " with name: " + n + ",").orElse(" with")
                        + " identity: "
                        + published.identity());
        return 0;
    }

    private BuiltModule module() {
        ModulePackage modules = new ModulePackage();
        return readyMade
                .wasm
                .map(file -> modules.readyMade(file, HostType.WASM))
                .or(() -> readyMade.bundle.map(file -> modules.readyMade(file, HostType.JS)))
                .orElseGet(() -> modules.build(ModulePackage.project(module), build.options()));
    }

    /** Refuses what no server takes as a name, before anything is sent. */
    static void checkName(String name) {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*") && !name.matches("(0x)?[0-9a-f]{64}")) {
            throw new CliException(
                    "\"" + name + "\" is not a database name",
                    "lower-case letters and digits, with single hyphens between them");
        }
    }
}
