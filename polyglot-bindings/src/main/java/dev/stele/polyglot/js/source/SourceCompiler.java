package dev.stele.polyglot.js.source;

import com.caoccao.javet.swc4j.Swc4j;
import com.caoccao.javet.swc4j.enums.Swc4jMediaType;
import com.caoccao.javet.swc4j.enums.Swc4jParseMode;
import com.caoccao.javet.swc4j.enums.Swc4jSourceMapOption;
import com.caoccao.javet.swc4j.exceptions.Swc4jCoreException;
import com.caoccao.javet.swc4j.options.Swc4jDecoratorsTranspileOption;
import com.caoccao.javet.swc4j.options.Swc4jParseOptions;
import com.caoccao.javet.swc4j.options.Swc4jTranspileOptions;
import com.caoccao.javet.swc4j.outputs.Swc4jTranspileOutput;
import dev.stele.polyglot.Limits;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles single files with swc and keeps the newest results, so that a program that is published
 * again with one changed file compiles one file. Safe for several threads.
 */
public final class SourceCompiler {

    private static final Pattern ERROR =
            Pattern.compile("(?s)(?:SyntaxError: )?(.*?)\\n  \\|.* at [^\\n]*:(\\d+):(\\d+)\\s*");
    private static final Pattern MAPPINGS = Pattern.compile("\"mappings\":\"([^\"]*)\"");
    private static final Pattern COMMON_JS_NAME =
            Pattern.compile("\\bexports\\.([A-Za-z_$][\\w$]*)\\s*=[^=]");

    private record Key(String extension, String text) {}

    private final Swc4j swc = new Swc4j();
    private final LinkedHashMap<Key, CompiledSource> cache = new LinkedHashMap<>(64, 0.75f, true);
    private int cachedChars;

    /**
     * Compiles the text of {@code file}, whose extension tells the language.
     *
     * @throws SourceException when it is not well-formed
     */
    CompiledSource compile(String file, String text) throws SourceException {
        Key key = new Key(Paths.extension(file), text);
        synchronized (cache) {
            CompiledSource known = cache.get(key);
            if (known != null) {
                return known;
            }
        }
        CompiledSource compiled = compileNew(file, text);
        synchronized (cache) {
            if (cache.put(key, compiled) == null) {
                cachedChars += text.length();
            }
            var eldest = cache.entrySet().iterator();
            while (cachedChars > Limits.COMPILE_CACHE_CHARS && eldest.hasNext()) {
                cachedChars -= eldest.next().getKey().text().length();
                eldest.remove();
            }
        }
        return compiled;
    }

    private CompiledSource compileNew(String file, String text) throws SourceException {
        Nesting.check(file, text);
        String code = text;
        Optional<SourceMap> map = Optional.empty();
        try {
            Swc4jMediaType media = media(file);
            if (media != Swc4jMediaType.JavaScript) {
                Swc4jTranspileOutput output = swc.transpile(text, transpile(media));
                code = output.getCode();
                Matcher mappings = MAPPINGS.matcher(output.getSourceMap());
                map =
                        mappings.find()
                                ? Optional.of(new SourceMap(mappings.group(1)))
                                : Optional.empty();
            }
            return analyse(file, text, code, map);
        } catch (Swc4jCoreException e) {
            throw new SourceException(problem(file, text, String.valueOf(e.getMessage())));
        }
    }

    private CompiledSource analyse(String file, String text, String code, Optional<SourceMap> map)
            throws Swc4jCoreException, SourceException {
        LineIndex lines = new LineIndex(code);
        SyntaxWalk walk = new SyntaxWalk(code);
        SourceShapeException shape = null;
        try {
            walk.walk(swc.parse(code, parse()).getProgram());
        } catch (SourceShapeException e) {
            shape = e;
        }
        Set<String> names = new HashSet<>();
        if (!walk.isModule && walk.usesCommonJs) {
            Matcher matcher = COMMON_JS_NAME.matcher(code);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
            names.remove("default");
            names.remove("__esModule");
        }
        CompiledSource compiled =
                new CompiledSource(
                        text,
                        code,
                        lines,
                        map,
                        walk.imports,
                        shape == null ? walk.edits() : new TextEdits(),
                        walk.isModule,
                        walk.usesCommonJs,
                        walk.defaultExport,
                        names);
        if (shape != null) {
            throw new SourceException(
                    SourceProblem.at(
                            compiled.position(file, shape.offset()),
                            text,
                            String.valueOf(shape.getMessage())));
        }
        return compiled;
    }

    private static Swc4jMediaType media(String file) {
        return switch (Paths.extension(file)) {
            case ".ts", ".mts", ".cts" -> Swc4jMediaType.TypeScript;
            case ".tsx" -> Swc4jMediaType.Tsx;
            case ".jsx" -> Swc4jMediaType.Jsx;
            default -> Swc4jMediaType.JavaScript;
        };
    }

    private static Swc4jTranspileOptions transpile(Swc4jMediaType media) {
        return new Swc4jTranspileOptions()
                .setMediaType(media)
                .setParseMode(Swc4jParseMode.Module)
                .setSourceMap(Swc4jSourceMapOption.Separate)
                .setInlineSources(false)
                .setKeepComments(false)
                .setDecorators(Swc4jDecoratorsTranspileOption.LegacyTypeScript(false));
    }

    private static Swc4jParseOptions parse() {
        return new Swc4jParseOptions()
                .setMediaType(Swc4jMediaType.JavaScript)
                .setParseMode(Swc4jParseMode.Program)
                .setCaptureAst(true);
    }

    /** swc's report: a message, the line framed by {@code |}, and {@code at file:line:column}. */
    private static SourceProblem problem(String file, String text, String report) {
        Matcher parts = ERROR.matcher(report);
        if (!parts.matches()) {
            return SourceProblem.ofFile(file, report);
        }
        SourcePosition place =
                new SourcePosition(
                        file, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        return SourceProblem.at(place, text, "syntax error: " + shorten(parts.group(1)));
    }

    private static String shorten(String message) {
        String line = message.strip().replace('\n', ' ');
        int expected = line.indexOf(". Expected ");
        return expected > 0 && line.length() > 120 ? line.substring(0, expected) : line;
    }
}
