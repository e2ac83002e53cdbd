package dev.stele.conformance;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.cases.CaseFile;
import dev.stele.conformance.report.HtmlPage;
import dev.stele.conformance.report.JUnitXml;
import dev.stele.conformance.report.TerminalTable;
import dev.stele.conformance.run.Language;
import dev.stele.conformance.run.LocalServer;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Suite;
import dev.stele.conformance.wire.ProtocolException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stele conformance}: runs the suite and tells the result. */
@Command(
        name = "stele conformance",
        mixinStandardHelpOptions = true,
        description = "Run the conformance suite: every case in every language, on any server.")
public final class Main implements Callable<Integer> {

    private static final Path ROOT = Path.of(System.getProperty("stele.root", ".."));
    private static final boolean IS_TERMINAL =
            Boolean.getBoolean("stele.terminal") && System.getenv("NO_COLOR") == null;
    private static final PrintStream OUT =
            new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Option(
            names = {"-t", "--target"},
            paramLabel = "URL",
            description = "Server to test (default: a Stele that is started for it).")
    private Optional<URI> target = Optional.empty();

    @Option(
            names = {"-l", "--language"},
            paramLabel = "NAME",
            split = ",",
            description = "Only these languages: typescript, rust, cpp.")
    private List<String> languages = List.of();

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "TEXT",
            description = "Only cases whose group/name holds this text.",
            defaultValue = "")
    private String filter = "";

    @Option(
            names = {"-r", "--report"},
            paramLabel = "DIR",
            description = "Write conformance.html and conformance.xml (JUnit) into this folder.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = {"-c", "--cases"},
            paramLabel = "DIR",
            description = "Folder of the case files (default: the suite's own).")
    private Path cases = ROOT.resolve("conformance/cases");

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command; a failure is one line on its error stream. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, _) -> {
            command.getErr().println("error: " + e.getMessage());
            return 1;
        });
        return line;
    }

    @Override
    public Integer call() throws IOException {
        List<Language> languages = chosen();
        List<Case> cases = filtered(CaseFile.readAll(this.cases));
        Suite suite = new Suite(cases, languages, target.isPresent(), Main::tell);
        Results results =
                target.isPresent() ? suite.run(checked(target.get())) : onLocalServer(suite);
        if (IS_TERMINAL) {
            OUT.print("\r\033[K");
        }
        OUT.print(TerminalTable.of(results, IS_TERMINAL));
        if (report.isPresent()) {
            Files.createDirectories(report.get());
            Files.writeString(report.get().resolve("conformance.xml"), JUnitXml.of(results));
            Path page = report.get().resolve("conformance.html");
            String server = target.map(URI::toString).orElse("a Stele started for it");
            Files.writeString(page, HtmlPage.of(results, server));
            OUT.println("report: " + page);
        }
        return results.counts().isGood() ? 0 : 1;
    }

    private List<Case> filtered(List<Case> all) {
        List<Case> mine = all.stream().filter(each -> each.id().contains(filter)).toList();
        if (mine.isEmpty()) {
            List<String> groups = all.stream().map(Case::group).distinct().toList();
            throw new ProtocolException(
                    "none of the %d cases holds \"%s\" in its group/name; groups: %s"
                            .formatted(all.size(), filter, String.join(", ", groups)));
        }
        return mine;
    }

    private static URI checked(URI url) {
        boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isHttp || url.getHost() == null) {
            throw new ProtocolException(
                    "no address of a server: \"" + url + "\", expected http://HOST:PORT");
        }
        return URI.create(url.getScheme() + "://" + url.getAuthority());
    }

    private List<Language> chosen() {
        List<Language> all = Language.all(ROOT.resolve("conformance/modules/conformance"));
        for (String name : languages) {
            if (all.stream().noneMatch(language -> language.name().equals(name))) {
                throw new ProtocolException(
                        "no language \"%s\", expected one of %s"
                                .formatted(name, all.stream().map(Language::name).toList()));
            }
        }
        return all.stream()
                .filter(each -> languages.isEmpty() || languages.contains(each.name()))
                .toList();
    }

    private static Results onLocalServer(Suite suite) throws IOException {
        Path folder = Files.createTempDirectory("stele-conformance");
        try (LocalServer server = LocalServer.start(ROOT.resolve("stele"), folder)) {
            return suite.run(server.url());
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void tell(String language, Transport transport, int done, int of) {
        if (IS_TERMINAL) {
            OUT.print("\r\033[K%s %s %d/%d".formatted(language, transport.text(), done, of));
        }
    }
}
