package dev.stele.cli;

import dev.stele.cli.toolchain.BuiltModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stele dev}: a server for one project, which publishes the module whenever it is saved. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = "Run a project: server, module, page and log; republish on save.")
final class DevCommand implements Callable<Integer> {

    private static final int NANOS_PER_MS = 1_000_000;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PROJECT",
            description = "Folder or file of the module (default: the current folder).",
            defaultValue = ".")
    private Path project = Path.of(".");

    @Option(
            names = {"-l", "--listen-addr"},
            paramLabel = "ADDR",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).",
            defaultValue = "127.0.0.1:3000")
    private String listen = "127.0.0.1:3000";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the data is kept (default: .stele in the project).")
    private Optional<Path> dataDir = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "DATABASE",
            description = "Name of the database (default: after the folder).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-c", "--delete-data"},
            description = "Begin with an empty database.")
    private boolean isDeletingData;

    @Mixin private GuestArguments guests = new GuestArguments();

    @Mixin private BuildArguments build = new BuildArguments();

    private final Terminal terminal = Terminal.system();
    private final ModulePackage modules = new ModulePackage();

    @Override
    public Integer call() throws InterruptedException {
        Path source = project.toAbsolutePath().normalize();
        if (!Files.exists(source)) {
            throw new CliException("no file or folder " + project, "stele dev examples/chat");
        }
        Path folder = Files.isDirectory(source) ? source : source.resolveSibling("");
        String database = name.orElseGet(() -> databaseName(source));
        PublishCommand.checkName(database);
        Path web = folder.resolve("web");
        RunningServer server =
                RunningServer.start(
                        new RunningServer.Options(
                                listen,
                                dataDir.orElse(folder.resolve(".stele")),
                                false,
                                Files.isDirectory(web) ? Optional.of(web) : Optional.empty(),
                                guests));
        URI url = server.url();
        ApiClient client =
                new ApiClient(url, Credentials.inFolder(folder.resolve(".stele")), false);
        terminal.say("");
        terminal.say(
                "  "
                        + terminal.styled(Terminal.Style.BOLD, "stele")
                        + "  "
                        + terminal.styled(Terminal.Style.CYAN, url.toString()));
        if (Files.isDirectory(web)) {
            terminal.say("  page   " + terminal.styled(Terminal.Style.CYAN, url + "/"));
        }
        terminal.say("  module " + project + " as " + database);
        terminal.say("  stop   Ctrl-C");
        terminal.say("");
        SourceWatch watch = new SourceWatch(source, ModulePackage.project(source).sourceEndings());
        boolean isFollowing = false;
        boolean isFirst = true;
        while (true) {
            if (publish(client, database, source, isFirst && isDeletingData) && !isFollowing) {
                isFollowing = true;
                Thread.ofVirtual().name("log").start(() -> follow(client, database));
            }
            isFirst = false;
            watch.await();
        }
    }

    private boolean publish(ApiClient client, String database, Path source, boolean deleteData) {
        long start = System.nanoTime();
        try {
            BuiltModule module = modules.build(ModulePackage.project(source), build.options());
            Publisher.Published published =
                    new Publisher(client).publish(Optional.of(database), module, deleteData);
            terminal.done(
                    (published.isNew() ? "published " : "updated ")
                            + database
                            + terminal.styled(
                                    Terminal.Style.DIM,
                                    " in " + (System.nanoTime() - start) / NANOS_PER_MS + " ms"));
            return true;
        } catch (CliException e) {
            terminal.error(e);
            terminal.say(
                    terminal.styled(
                            Terminal.Style.DIM,
                            "  the last good version goes on; waiting for the next save"));
            return false;
        }
    }

    private void follow(ApiClient client, String database) {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                client.stream(
                                        "/v1/database/"
                                                + ApiClient.escape(database)
                                                + "/logs?follow=true&num_lines=0"),
                                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                terminal.data(LogLines.text(LogLines.parse(line), terminal));
            }
        } catch (IOException | CliException e) {
            terminal.warn("the log is not followed any more: " + e.getMessage());
        }
    }

    /** A database name made of the name of the project's folder or file. */
    static String databaseName(Path source) {
        String text = String.valueOf(source.getFileName()).toLowerCase(Locale.ROOT);
        int dot = text.lastIndexOf('.');
        String plain =
                (Files.isRegularFile(source) && dot > 0 ? text.substring(0, dot) : text)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        return plain.isEmpty() ? "module" : plain;
    }
}
