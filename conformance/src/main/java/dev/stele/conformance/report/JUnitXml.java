package dev.stele.conformance.report;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.run.Result;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Results.Counts;
import java.util.Locale;

/** Results in the XML that build servers read: a suite for each language. */
public final class JUnitXml {

    private static final double MILLIS_PER_SECOND = 1000;

    private final StringBuilder out =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    private final Results results;

    private JUnitXml(Results results) {
        this.results = results;
    }

    public static String of(Results results) {
        JUnitXml xml = new JUnitXml(results);
        results.languages().forEach(xml::suite);
        return xml.out.append("</testsuites>\n").toString();
    }

    private void suite(String language) {
        Counts counts = results.counts(language);
        int all = counts.passed() + counts.failed() + counts.missing() + counts.leftOut();
        out.append(
                "<testsuite name=\"conformance.%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">\n"
                        .formatted(
                                language,
                                all,
                                counts.failed(),
                                counts.missing(),
                                counts.leftOut()));
        for (Case each : results.cases()) {
            for (Transport transport : Results.transports(each)) {
                cell(each, language, transport);
            }
        }
        out.append("</testsuite>\n");
    }

    private void cell(Case each, String language, Transport transport) {
        String name = each.name() + " [" + transport.text() + "]";
        out.append("<testcase classname=\"")
                .append(escaped("conformance." + language + "." + each.group()))
                .append("\" name=\"")
                .append(escaped(name))
                .append('"');
        switch (results.get(each, language, transport)) {
            case Result.Passed(var _, long millis) -> time(millis).append("/>\n");
            case Result.Failed failed ->
                    time(failed.millis())
                            .append("><failure message=\"")
                            .append(escaped(failed.problems().getFirst()))
                            .append("\">")
                            .append(escaped(String.join("\n", failed.problems())))
                            .append("</failure></testcase>\n");
            case Result.Missing _ -> out.append("><error message=\"not run\"/></testcase>\n");
            case Result.LeftOut(String why) ->
                    out.append("><skipped message=\"")
                            .append(escaped(why))
                            .append("\"/></testcase>\n");
        }
    }

    private StringBuilder time(long millis) {
        return out.append(String.format(Locale.ROOT, " time=\"%.3f\"", millis / MILLIS_PER_SECOND));
    }

    /** Text of XML and HTML, without the characters that XML does not have. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '&' -> out.append("&amp;");
                        case '"' -> out.append("&quot;");
                        default -> {
                            boolean isAllowed =
                                    (c >= 0x20 && c != 0xFFFE && c != 0xFFFF)
                                            || c == '\n'
                                            || c == '\t';
                            boolean isSurrogate = c >= 0xD800 && c <= 0xDFFF;
                            out.appendCodePoint(isAllowed && !isSurrogate ? c : 0xFFFD);
                        }
                    }
                });
        return out.toString();
    }
}
