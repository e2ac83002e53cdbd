package dev.stele.server.http;

import dev.stele.host.satsjson.JsonWriter;
import dev.stele.host.view.ViewCounts.Counts;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Figures for Prometheus, in its text format 0.0.4. Counters have the reference's names, which a
 * client library would not allow: they do not end in {@code _total}. Spec 10 section 10.3.
 */
final class MetricsRoutes implements HttpService {

    private final Databases databases;

    MetricsRoutes(Databases databases) {
        this.databases = databases;
    }

    @Override
    public void routing(HttpRules rules) {
        Routes.only(rules, "/metrics", "GET", this::metrics);
        Routes.only(rules, "/prometheus/sd_config", "GET", MetricsRoutes::targets);
    }

    /** Where Prometheus finds the figures: the server under the name that it was asked by. */
    private static void targets(ServerRequest req, ServerResponse res) {
        JsonWriter out = new JsonWriter().beginArray().beginObject();
        out.name("targets").beginArray().string(req.authority()).endArray();
        out.name("labels").beginObject().name("__metrics_path__").string("/v1/metrics").endObject();
        Routes.json(res, out.endObject().endArray().text());
    }

    private void metrics(ServerRequest req, ServerResponse res) {
        StringBuilder text = new StringBuilder();
        Map<String, Map<String, Counts>> views = new TreeMap<>();
        for (HostedDatabase database : databases.all()) {
            views.put(database.identity().toHex(), database.host().viewCounts().all());
        }
        counter(text, "view_calls", "How often a view was run.", views, Counts::calls);
        counter(text, "view_rows", "How many rows a view's runs returned.", views, Counts::rows);
        counter(
                text,
                "view_total_time_usec",
                "How long a view's runs took, in microseconds.",
                views,
                counts -> TimeUnit.NANOSECONDS.toMicros(counts.nanos()));
        res.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        res.send(text.toString());
    }

    private static void counter(
            StringBuilder text,
            String name,
            String help,
            Map<String, Map<String, Counts>> views,
            ToLongFunction<Counts> value) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" counter\n");
        views.forEach((database, byView) ->
                byView.forEach((view, counts) ->
                        text.append(name)
                                .append("{db=\"")
                                .append(database)
                                .append("\",view=\"")
                                .append(view)
                                .append("\"} ")
                                .append(value.applyAsLong(counts))
                                .append('\n')));
    }
}
