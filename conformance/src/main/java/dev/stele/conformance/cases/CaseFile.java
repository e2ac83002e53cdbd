package dev.stele.conformance.cases;

import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.cases.Step.Change;
import dev.stele.conformance.cases.Step.Expectation;
import dev.stele.conformance.cases.Step.Kind;
import dev.stele.conformance.cases.Step.LogLine;
import dev.stele.conformance.cases.Step.Update;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file of cases, line by line. */
public final class CaseFile {

    private static final String ENDING = ".cases";
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final String group;
    private final List<Case> cases = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable Draft draft;
    private int number;

    private CaseFile(Path file) {
        this.file = file;
        this.group = file.getFileName().toString().replace(ENDING, "");
    }

    /**
     * The cases of every file in {@code folder}, in the order of the files' names.
     *
     * @throws IllegalArgumentException when there is none, or for a line that means nothing
     */
    public static List<Case> readAll(Path folder) {
        List<Case> out = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .forEach(file -> out.addAll(read(file)));
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new IllegalArgumentException("no folder of cases: " + folder, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (out.isEmpty()) {
            throw new IllegalArgumentException("no case in " + folder.resolve("*" + ENDING));
        }
        return out;
    }

    /**
     * The cases of one file.
     *
     * @throws IllegalArgumentException with file and line for a line that means nothing
     */
    public static List<Case> read(Path file) {
        CaseFile reader = new CaseFile(file);
        try {
            for (String line : Files.readAllLines(file)) {
                reader.number++;
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    reader.line(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.endCase();
        return reader.cases;
    }

    private void line(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1).strip();
        if (word.equals("case")) {
            endCase();
            if (rest.isEmpty()) {
                throw problem("a case without a name");
            }
            if (!names.add(rest)) {
                throw problem("a second case \"" + rest + "\"");
            }
            draft = new Draft(rest);
            return;
        }
        Draft current = draft;
        if (current == null) {
            throw problem("\"" + word + "\" before the first case");
        }
        if (!header(current, word, rest)
                && !action(current, word, rest)
                && !expected(current, word, rest)) {
            throw problem("\"" + word + "\" is no header, step or expectation");
        }
    }

    private boolean header(Draft current, String word, String rest) {
        switch (word) {
            case "over" -> {
                current.transports.clear();
                for (String name : rest.split(" +", -1)) {
                    current.transports.add(transport(name));
                }
            }
            case "fresh" -> current.isFresh = true;
            case "watch" -> current.watched.add(named(word, rest));
            default -> {
                return false;
            }
        }
        if (!current.steps.isEmpty() || current.action != null) {
            throw problem("\"" + word + "\" behind a step, expected before the first");
        }
        return true;
    }

    private Transport transport(String name) {
        for (Transport each : Transport.values()) {
            if (each.text().equals(name)) {
                return each;
            }
        }
        throw problem("no transport \"" + name + "\", expected v2, v3 or http");
    }

    private String named(String word, String name) {
        if (name.isEmpty()) {
            throw problem("\"" + word + "\" without a name");
        }
        return name;
    }

    private boolean action(Draft current, String word, String rest) {
        Step.Action action =
                switch (word) {
                    case "call" -> call("", rest);
                    case "by" -> {
                        String[] parts = rest.split(" call ", 2);
                        if (parts.length != 2) {
                            throw problem("expected: by NAME call REDUCER [ARGS]");
                        }
                        yield call(parts[0].strip(), parts[1]);
                    }
                    case "connect" -> new Step.Connect(named(word, rest));
                    case "disconnect" -> new Step.Disconnect(named(word, rest));
                    case "sql" -> new Step.Sql(named(word, rest));
                    case "schema" -> new Step.Schema(rest, content(rest));
                    default -> null;
                };
        if (action == null) {
            return false;
        }
        current.endStep();
        current.begin(number, action);
        return true;
    }

    private String content(String name) {
        try {
            return Files.readString(file.resolveSibling(named("schema", name)));
        } catch (NoSuchFileException _) {
            throw problem("no file " + name + " beside it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Step.Call call(String client, String text) {
        int space = text.indexOf(' ');
        String reducer = named("call", space < 0 ? text : text.substring(0, space));
        JsonNode args = json(space < 0 ? "[]" : text.substring(space));
        if (!args.isArray() && !args.isString()) {
            throw problem("arguments are " + args + ", expected a list or a text");
        }
        return new Step.Call(client, reducer, args);
    }

    private boolean expected(Draft current, String word, String rest) {
        if (current.action == null) {
            return false;
        }
        switch (word) {
            case "insert" -> current.changes.add(change(Kind.INSERT, rest));
            case "delete" -> current.changes.add(change(Kind.DELETE, rest));
            case "event" -> current.changes.add(change(Kind.EVENT, rest));
            case "then" -> current.endUpdate();
            case "error" -> end(current, new Step.UserError(text(rest)));
            case "crash" -> end(current, new Step.Crash());
            case "refused" -> end(current, new Step.Refused(rest.isEmpty() ? "" : text(rest)));
            case "log" -> {
                String level = rest.split(" ", 2)[0];
                if (!LEVELS.contains(level)) {
                    throw problem("no level \"" + level + "\", expected one of " + LEVELS);
                }
                current.logs.add(new LogLine(level, text(rest.substring(level.length()))));
            }
            case "logs" -> current.logs.add(new LogLine("", text(rest)));
            case "row" -> {
                if (!(current.action instanceof Step.Sql)) {
                    throw problem("\"row\" belongs behind a \"sql\" step");
                }
                current.rows.add(json(rest));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void end(Draft current, Step.Outcome outcome) {
        if (!(current.outcome instanceof Step.Done)) {
            throw problem("a second end of one step");
        }
        current.outcome = outcome;
    }

    private Change change(Kind kind, String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw problem("expected a table and a row");
        }
        return new Change(kind, text.substring(0, space), json(text.substring(space)));
    }

    private String text(String json) {
        JsonNode node = json(json);
        if (!node.isString()) {
            throw problem("expected a text in quotes, not " + json.strip());
        }
        return node.asString();
    }

    private JsonNode json(String text) {
        if (text.isBlank()) {
            throw problem("a value is missing");
        }
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw problem("not JSON: " + text.strip() + ": " + e.getOriginalMessage());
        }
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(file + ":" + number + ": " + what);
    }

    private void endCase() {
        Draft done = draft;
        if (done == null) {
            return;
        }
        done.endStep();
        if (done.steps.isEmpty()) {
            throw problem("case \"" + done.name + "\" has no steps");
        }
        cases.add(
                new Case(
                        group, done.name, done.transports, done.isFresh, done.watched, done.steps));
    }

    /** The case that is being read. */
    private static final class Draft {

        private final String name;
        private final Set<Transport> transports = EnumSet.allOf(Transport.class);
        private final List<String> watched = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<Update> updates = new ArrayList<>();
        private final List<LogLine> logs = new ArrayList<>();
        private final List<JsonNode> rows = new ArrayList<>();
        private Step.Outcome outcome = new Step.Done();
        private Step.@Nullable Action action;
        private boolean isFresh;
        private int line;

        private Draft(String name) {
            this.name = name;
        }

        private void begin(int at, Step.Action next) {
            line = at;
            action = next;
        }

        private void endUpdate() {
            if (!changes.isEmpty()) {
                updates.add(new Update(changes));
                changes.clear();
            }
        }

        private void endStep() {
            Step.Action done = action;
            if (done == null) {
                return;
            }
            endUpdate();
            steps.add(new Step(line, done, new Expectation(outcome, updates, logs, rows)));
            updates.clear();
            logs.clear();
            rows.clear();
            outcome = new Step.Done();
            action = null;
        }
    }
}
