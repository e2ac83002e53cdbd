package dev.stele.conformance.report;

import static dev.stele.conformance.report.JUnitXml.escaped;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.run.Result;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Results.Counts;
import java.util.ArrayList;
import java.util.List;

/** Results as one page that needs nothing else. */
public final class HtmlPage {

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Stele conformance</title>
            <style>
            :root { --ink: #1c2330; --soft: #667085; --line: #e4e7ec; --paper: #fff; --ground: #f6f7f9;
              --pass: #067647; --pass-bg: #dcfae6; --fail: #b42318; --fail-bg: #fee4e2; --out: #93730a; --out-bg: #fef7c3; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #98a2b3; --line: #2c3442;
              --paper: #171c26; --ground: #0f131a; --pass: #75e0a7; --pass-bg: #0b3b26; --fail: #fda29b;
              --fail-bg: #55160c; --out: #fde272; --out-bg: #4a3a05; } }
            * { box-sizing: border-box } body { margin: 0; background: var(--ground); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }
            main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
            h1 { font-size: 1.6rem; margin: 0 } .about { color: var(--soft); margin: .25rem 0 1.75rem }
            .sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .9rem; margin-bottom: 2rem }
            .sum { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1.1rem }
            .sum b { font-size: 1.05rem } .sum small { color: var(--soft); display: block; overflow-wrap: anywhere }
            .bar { display: flex; height: .45rem; border-radius: 1rem; overflow: hidden; background: var(--line); margin: .6rem 0 }
            .bar i.p { background: #17b26a } .bar i.f { background: #f04438 } .bar i.o { background: #eaaa08 }
            section { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; margin: 0 0 1.25rem; overflow: hidden }
            table { width: 100%; border-collapse: collapse } caption { text-align: left; font-weight: 600; padding: .8rem 1.1rem .5rem }
            th { font-weight: 500; color: var(--soft); font-size: .8rem; text-align: left }
            th, td { padding: .32rem 1.1rem; border-top: 1px solid var(--line); vertical-align: top }
            td.r, th.r { width: 9.5rem; white-space: nowrap }
            .t { display: inline-block; font-size: .75rem; line-height: 1.35rem; padding: 0 .45rem; border-radius: .35rem; margin-right: .25rem }
            .p { color: var(--pass); background: var(--pass-bg) } .f { color: var(--fail); background: var(--fail-bg) }
            .o { color: var(--out); background: var(--out-bg) }
            details { margin: .3rem 0 .5rem } summary { cursor: pointer; color: var(--fail); overflow-wrap: anywhere }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", monospace;
              background: var(--ground); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; margin: .4rem 0 0; max-height: 24rem; overflow-y: auto }
            .wide { overflow-x: auto }
            </style></head><body><main>
            """;

    private final Results results;
    private final StringBuilder out = new StringBuilder(HEAD);

    private HtmlPage(Results results) {
        this.results = results;
    }

    /** The page; {@code server} says what was tested. */
    public static String of(Results results, String server) {
        HtmlPage page = new HtmlPage(results);
        page.head(server);
        page.groups();
        return page.out.append("</main></body></html>\n").toString();
    }

    private void head(String server) {
        Counts all = results.counts();
        out.append("<h1>Conformance <span class=\"t ")
                .append(all.isGood() ? "p\">passed" : "f\">not passed")
                .append("</span></h1>\n<p class=\"about\">")
                .append(results.cases().size())
                .append(" cases, tested: ")
                .append(escaped(server))
                .append("</p>\n<div class=\"sums\">\n");
        for (String language : results.languages()) {
            Counts counts = results.counts(language);
            out.append("<div class=\"sum\"><b>").append(escaped(language)).append("</b>");
            out.append("<div class=\"bar\">");
            bar("p", counts.passed());
            bar("f", counts.failed() + counts.missing());
            bar("o", counts.leftOut());
            out.append("</div>%d passed".formatted(counts.passed()));
            out.append(
                    "<small>%d failed, %d missing, %d left out</small>"
                            .formatted(counts.failed(), counts.missing(), counts.leftOut()));
            firstReason(language);
            out.append("</div>\n");
        }
        out.append("</div>\n");
    }

    private void bar(String kind, int count) {
        if (count > 0) {
            out.append("<i class=\"%s\" style=\"flex:%d\"></i>".formatted(kind, count));
        }
    }

    private void firstReason(String language) {
        for (Case each : results.cases()) {
            for (Transport transport : Results.transports(each)) {
                if (results.get(each, language, transport) instanceof Result.LeftOut(String why)) {
                    out.append("<small>").append(escaped(why)).append("</small>");
                    return;
                }
            }
        }
    }

    private void groups() {
        String group = "";
        for (Case each : results.cases()) {
            if (!each.group().equals(group)) {
                if (!group.isEmpty()) {
                    out.append("</table></div></section>\n");
                }
                group = each.group();
                out.append("<section><div class=\"wide\"><table><caption>")
                        .append(escaped(group))
                        .append("</caption><tr><th>case</th>");
                results.languages()
                        .forEach(name ->
                                out.append("<th class=\"r\">")
                                        .append(escaped(name))
                                        .append("</th>"));
                out.append("</tr>\n");
            }
            row(each);
        }
        if (!group.isEmpty()) {
            out.append("</table></div></section>\n");
        }
    }

    private void row(Case each) {
        out.append("<tr><td>").append(escaped(each.name()));
        results.languages().forEach(language -> problems(each, language));
        out.append("</td>");
        for (String language : results.languages()) {
            out.append("<td class=\"r\">");
            for (Transport transport : Results.transports(each)) {
                mark(results.get(each, language, transport), transport);
            }
            out.append("</td>");
        }
        out.append("</tr>\n");
    }

    private void mark(Result result, Transport transport) {
        String kind =
                switch (result) {
                    case Result.Passed _ -> "p\" title=\"passed";
                    case Result.Failed _ -> "f\" title=\"failed";
                    case Result.Missing _ -> "f\" title=\"missing";
                    case Result.LeftOut(String why) -> "o\" title=\"left out: " + escaped(why);
                };
        String sign =
                switch (result) {
                    case Result.Passed _ -> "";
                    case Result.Failed _ -> "✗ ";
                    case Result.Missing _ -> "? ";
                    case Result.LeftOut _ -> "– ";
                };
        out.append("<span class=\"t %s\">%s%s</span>".formatted(kind, sign, transport.text()));
    }

    private void problems(Case each, String language) {
        for (Transport transport : Results.transports(each)) {
            List<String> lines = new ArrayList<>();
            List<String> trace = new ArrayList<>();
            switch (results.get(each, language, transport)) {
                case Result.Failed failed -> {
                    lines.addAll(failed.problems());
                    trace.addAll(failed.trace().records());
                }
                case Result.Missing _ -> lines.add("it was not run");
                case Result.Passed _, Result.LeftOut _ -> {
                    continue;
                }
            }
            out.append("<details><summary>")
                    .append(escaped(language + ", " + transport.text() + ": " + lines.getFirst()))
                    .append("</summary><pre>")
                    .append(escaped(String.join("\n", lines)))
                    .append("</pre>");
            if (!trace.isEmpty()) {
                out.append("<pre>").append(escaped(String.join("\n", trace))).append("</pre>");
            }
            out.append("</details>");
        }
    }
}
