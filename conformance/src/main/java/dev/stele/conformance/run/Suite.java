package dev.stele.conformance.run;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.run.Language.Broken;
import dev.stele.conformance.run.Language.NotThere;
import dev.stele.conformance.run.Language.Ready;
import dev.stele.conformance.wire.HttpApi;
import dev.stele.conformance.wire.HttpApi.User;
import dev.stele.conformance.wire.ProtocolException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Runs cases in languages against one server. */
public final class Suite {

    private final List<Case> cases;
    private final List<Language> languages;
    private final boolean isRefusalAllowed;
    private final Progress progress;
    private final String run = HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
    private final AtomicInteger databases = new AtomicInteger();

    /** Told of what is done while it is done, by the thread of each transport. */
    public interface Progress {
        void doing(String language, Transport transport, int done, int of);
    }

    /**
     * @param isRefusalAllowed whether a server that does not take a language's module only leaves
     *     it out
     */
    public Suite(
            List<Case> cases,
            List<Language> languages,
            boolean isRefusalAllowed,
            Progress progress) {
        this.cases = List.copyOf(cases);
        this.languages = List.copyOf(languages);
        this.isRefusalAllowed = isRefusalAllowed;
        this.progress = progress;
    }

    /** Every case in every language over each of its transports, the transports in parallel. */
    public Results run(URI server) {
        Results results = new Results(cases, languages.stream().map(Language::name).toList());
        Map<String, User> users = new ConcurrentHashMap<>();
        try (HttpApi api = new HttpApi(server)) {
            Stage.Cast cast =
                    new Stage.Cast(
                            api,
                            api.newUser(),
                            name -> users.computeIfAbsent(name, _ -> api.newUser()));
            for (Language language : languages) {
                switch (language.program()) {
                    case NotThere(String why) ->
                            setMissing(cases, language, new Result.LeftOut(why), results);
                    case Broken(String why) ->
                            setMissing(
                                    cases,
                                    language,
                                    new Result.Failed(List.of(why), Trace.EMPTY, 0),
                                    results);
                    case Ready ready -> inParallel(cast, language, ready, results);
                }
            }
        }
        TraceComparison.apply(results);
        return results;
    }

    /** Each transport has databases of its own; most of their time is waiting for the disk. */
    private void inParallel(Stage.Cast cast, Language language, Ready program, Results results) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new ArrayList<>();
            for (Transport transport : Transport.values()) {
                runs.add(threads.submit(() -> run(cast, language, transport, program, results)));
            }
            for (Future<?> each : runs) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException("interrupted", e);
        }
    }

    private static void setMissing(
            List<Case> of, Language language, Result result, Results results) {
        for (Transport transport : Transport.values()) {
            setMissing(of, language, transport, result, results);
        }
    }

    private void run(
            Stage.Cast cast,
            Language language,
            Transport transport,
            Ready program,
            Results results) {
        List<Case> mine = cases.stream().filter(c -> c.transports().contains(transport)).toList();
        int done = 0;
        Stage shared = null;
        try {
            for (Case each : mine) {
                progress.doing(language.name(), transport, done++, mine.size());
                if (shared == null || each.isFresh()) {
                    Stage stage = Stage.open(cast, name(language, transport), transport, program);
                    if (each.isFresh()) {
                        try (stage) {
                            results.set(each, language.name(), transport, CaseRun.run(stage, each));
                        }
                        continue;
                    }
                    shared = stage;
                }
                Result result = CaseRun.run(shared, each);
                results.set(each, language.name(), transport, result);
                if (result instanceof Result.Failed) {
                    // What a failed case left behind must not fail the next one.
                    shared.close();
                    shared = null;
                }
            }
        } catch (Stage.RefusedException e) {
            String why = "the server does not take the module: " + e.getMessage();
            Result result =
                    isRefusalAllowed
                            ? new Result.LeftOut(why)
                            : new Result.Failed(List.of(why), Trace.EMPTY, 0);
            setMissing(mine, language, transport, result, results);
        } catch (ProtocolException e) {
            List<String> problem = List.of(String.valueOf(e.getMessage()));
            Result result = new Result.Failed(problem, Trace.EMPTY, 0);
            setMissing(mine, language, transport, result, results);
        } finally {
            if (shared != null) {
                shared.close();
            }
        }
    }

    private static void setMissing(
            List<Case> mine,
            Language language,
            Transport transport,
            Result result,
            Results results) {
        for (Case each : mine) {
            if (each.transports().contains(transport)
                    && results.get(each, language.name(), transport) instanceof Result.Missing) {
                results.set(each, language.name(), transport, result);
            }
        }
    }

    private String name(Language language, Transport transport) {
        return "conformance-%s-%s-%s-%d"
                .formatted(run, language.name(), transport.text(), databases.getAndIncrement());
    }
}
