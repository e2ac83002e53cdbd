package dev.stele.conformance.run;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.cases.Step;
import dev.stele.conformance.cases.Step.Change;
import dev.stele.conformance.cases.Step.Expectation;
import dev.stele.conformance.cases.Step.Kind;
import dev.stele.conformance.cases.Step.Update;
import dev.stele.conformance.wire.ModuleTypes;
import dev.stele.conformance.wire.ProtocolException;
import dev.stele.conformance.wire.SchemaText;
import dev.stele.conformance.wire.ServerMessage.TableChange;
import dev.stele.conformance.wire.ServerMessage.TransactionUpdate;
import dev.stele.conformance.wire.Session;
import dev.stele.conformance.wire.ValueWriter;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One case in one language over one transport, step by step. */
final class CaseRun {

    /** How long an update may take that no answer announces. */
    private static final Duration LATE_MAX = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Stage stage;
    private final Stage.Clients clients;
    private final ModuleTypes types;
    private final Calls calls;
    private final Map<String, Session> others = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private Bytes connection = Bytes.EMPTY;
    private String client = "";

    private CaseRun(Stage stage, Stage.Clients clients) {
        this.stage = stage;
        this.clients = clients;
        this.types = stage.types();
        this.calls = new Calls(stage);
    }

    static Result run(Stage stage, Case what) {
        long start = System.nanoTime();
        CaseRun run = null;
        List<String> problems = new ArrayList<>();
        List<String> trace = List.of();
        try {
            run = new CaseRun(stage, stage.begin(what.watched()));
            for (Step step : what.steps()) {
                int before = run.problems.size();
                run.step(step);
                for (int i = before; i < run.problems.size(); i++) {
                    problems.add("line " + step.line() + ": " + run.problems.get(i));
                }
            }
        } catch (ProtocolException | IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        } finally {
            if (run != null) {
                trace = run.trace;
                run.others.values().forEach(Session::close);
            }
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return problems.isEmpty()
                ? new Result.Passed(new Trace(trace), millis)
                : new Result.Failed(problems, new Trace(trace), millis);
    }

    private void step(Step step) {
        Expectation expected = step.expectation();
        LogWatch logs = LogWatch.start(stage, expected.logs());
        switch (step.action()) {
            case Step.Call call -> {
                client = call.client();
                call(call, expected);
                logs.finish(call.reducer(), problems, trace);
            }
            case Step.Connect(String name) -> connect(name, expected);
            case Step.Disconnect(String name) -> {
                client = name;
                Session leaving = others.remove(name);
                if (leaving == null) {
                    throw new IllegalArgumentException("no client " + name + " is connected");
                }
                connection = leaving.connection().connection();
                leaving.close();
                observe(expected, null, true);
            }
            case Step.Sql(String statement) -> sql(statement, expected);
            case Step.Schema(String file, String text) -> schema(file, text);
        }
    }

    private void call(Step.Call call, Expectation expected) {
        Session session = client.isEmpty() ? clients.caller().orElse(null) : others.get(client);
        if (session == null) {
            if (!client.isEmpty() && stage.transport() != Transport.HTTP) {
                throw new IllegalArgumentException("no client " + client + " is connected");
            }
            outcome(calls.overHttp(call, this::named), expected);
            observe(expected, null, true);
            return;
        }
        connection = session.connection().connection();
        Calls.Answered answered = calls.overSocket(session, call, this::named);
        outcome(answered.outcome(), expected);
        observe(expected, client.isEmpty() ? answered : null, false);
    }

    private void outcome(Calls.Outcome actual, Expectation expected) {
        trace.add("answer " + actual.record());
        boolean isAsExpected =
                switch (expected.outcome()) {
                    case Step.Done _ -> actual.kind() == Calls.Kind.DONE;
                    case Step.UserError(String text) ->
                            actual.kind() == Calls.Kind.ERROR && actual.text().equals(text);
                    case Step.Crash _ -> actual.kind() == Calls.Kind.CRASH;
                    case Step.Refused(String text) ->
                            actual.kind() == Calls.Kind.REFUSED
                                    && (text.isEmpty() || actual.text().equals(text));
                };
        if (!isAsExpected) {
            problems.add("answer is %s, expected %s".formatted(actual, expected.outcome()));
        }
    }

    private void connect(String name, Expectation expected) {
        client = name;
        Optional<Session> session = stage.connect(name);
        outcome(
                session.isPresent()
                        ? Calls.Outcome.DONE
                        : new Calls.Outcome(Calls.Kind.REFUSED, "", "rejected"),
                expected);
        session.ifPresent(opened -> {
            connection = opened.connection().connection();
            others.put(name, opened);
        });
        observe(expected, null, false);
    }

    /**
     * Compares what each subscriber sees.
     *
     * @param own the caller's answer when the caller is a subscriber
     * @param isLate whether updates may come after the answer
     */
    private void observe(Expectation expected, Calls.@Nullable Answered own, boolean isLate) {
        List<List<RowPattern>> patterns = new ArrayList<>();
        for (Update update : expected.updates()) {
            patterns.add(patterns(update));
        }
        clients.caller()
                .ifPresent(session -> {
                    List<List<TableChange>> seen = new ArrayList<>();
                    if (own != null) {
                        own.before().forEach(update -> seen.add(update.changes()));
                        if (!own.changes().isEmpty()) {
                            seen.add(own.changes());
                        }
                    }
                    seen.addAll(updates(session, patterns.size() - seen.size(), isLate));
                    compare("caller", patterns, seen);
                });
        compare("watcher", patterns, updates(clients.watcher(), patterns.size(), isLate));
    }

    private List<RowPattern> patterns(Update update) {
        List<RowPattern> out = new ArrayList<>();
        for (Change change : update.changes()) {
            out.add(
                    RowPattern.of(
                            change.kind(),
                            change.table(),
                            types.table(change.table()),
                            change.row(),
                            this::named));
        }
        return out;
    }

    private static List<List<TableChange>> updates(Session session, int count, boolean isLate) {
        List<List<TableChange>> seen = new ArrayList<>();
        long giveUp = System.nanoTime() + LATE_MAX.toNanos();
        do {
            for (TransactionUpdate update : Stage.settle(session).before()) {
                seen.add(update.changes());
            }
        } while (isLate && seen.size() < count && pause() && System.nanoTime() < giveUp);
        return seen;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException("interrupted", e);
        }
    }

    private void compare(
            String who, List<List<RowPattern>> expected, List<List<TableChange>> seen) {
        for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
            if (i < seen.size()) {
                trace.add(who + " update");
            }
            new SeenRows(types, i < seen.size() ? seen.get(i) : List.of())
                    .compare(
                            who,
                            i < expected.size() ? expected.get(i) : List.of(),
                            problems,
                            trace);
        }
        if (expected.size() != seen.size()) {
            problems.add(
                    "%s sees %d updates, expected %d".formatted(who, seen.size(), expected.size()));
        }
    }

    private void sql(String statement, Expectation expected) {
        var answer = stage.api().sql(stage.database(), statement, stage.owner());
        if (!answer.isOk()) {
            outcome(
                    new Calls.Outcome(Calls.Kind.REFUSED, answer.body(), answer.toString()),
                    expected);
            return;
        }
        JsonNode result = JSON.readTree(answer.body()).path(0);
        Product type = ModuleTypes.product(result, result.path("schema"), 0);
        trace.add("sql columns " + type);
        List<RowPattern> open = new ArrayList<>();
        for (JsonNode row : expected.rows()) {
            open.add(RowPattern.of(Kind.INSERT, "result", type, row, this::named));
        }
        List<String> records = new ArrayList<>();
        for (JsonNode row : result.path("rows")) {
            Bytes bytes = ValueWriter.ofResult(type, row);
            Optional<RowPattern> match = open.stream().filter(p -> p.matches(bytes)).findFirst();
            if (match.isEmpty()) {
                problems.add("sql answers an unexpected row " + row);
                records.add("sql row " + row);
            } else {
                open.remove(match.get());
                records.add("sql row " + match.get().masked(bytes));
            }
        }
        open.forEach(missing -> problems.add("sql does not answer the row " + missing.text()));
        records.sort(null);
        trace.addAll(records);
        observe(expected, null, false);
    }

    private void schema(String file, String expected) {
        List<String> lines = SchemaText.of(stage.schema()).lines().toList();
        List<String> wanted = expected.lines().filter(line -> !line.startsWith("#")).toList();
        lines.stream()
                .filter(line -> !wanted.contains(line))
                .forEach(line -> problems.add("schema has, and " + file + " has not: " + line));
        wanted.stream()
                .filter(line -> !lines.contains(line))
                .forEach(line -> problems.add("schema has not, and " + file + " has: " + line));
        if (problems.isEmpty() && !lines.equals(wanted)) {
            problems.add("schema has the lines of " + file + " in another order");
        }
        trace.addAll(lines);
    }

    /** The bytes of {@code $name} for the client of the step. */
    private Optional<Bytes> named(String name) {
        return switch (name) {
            case "$sender" -> Optional.of(stage.user(client).identity());
            case "$connection" -> Optional.of(connection);
            case "$owner" -> Optional.of(stage.owner().identity());
            case "$database" -> Optional.of(stage.identity());
            case "$issuer" -> Optional.of(sized(stage.user(client).issuer()));
            case "$subject" -> Optional.of(sized(stage.user(client).subject()));
            case "$any", "$now" -> Optional.empty();
            default -> Optional.of(stage.user(name.substring(1)).identity());
        };
    }

    private static Bytes sized(String text) {
        return ValueWriter.ofCase(
                Primitive.STRING, JSON.getNodeFactory().stringNode(text), _ -> Optional.empty());
    }
}
