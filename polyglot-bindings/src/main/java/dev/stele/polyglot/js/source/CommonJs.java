package dev.stele.polyglot.js.source;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CommonJS files as ES modules: each body module registers a function under its path, {@code
 * require} runs it once. Since the graph is known, {@code require} needs no file access and stays
 * synchronous; cycles see the unfinished {@code exports}, as in Node.js.
 *
 * <p>Bodies run in strict mode, being inside a module; that is the known difference to Node.js.
 */
final class CommonJs {

    static final String REGISTRY_PATH = "/" + SourceTree.RESERVED + "/commonjs.js";

    /** The registry; {@code define} in body modules, {@code load} in facades. */
    static final String REGISTRY =
            """
            const definitions = new Map();
            const loaded = new Map();
            export function define(path, body, targets) {
              definitions.set(path, { body, targets });
            }
            export function load(path) {
              const known = loaded.get(path);
              if (known !== undefined) return known.exports;
              const { body, targets } = definitions.get(path);
              const module = { exports: {}, id: path, filename: path, loaded: false };
              loaded.set(path, module);
              const require = (specifier) => {
                const target = targets[specifier];
                if (target === undefined) {
                  throw new Error(`cannot require ${specifier}: only names written as a literal can be required`);
                }
                return target();
              };
              try {
                body.call(module.exports, module.exports, require, module, path, path.replace(/\\/?[^/]*$/, ''));
              } catch (e) {
                loaded.delete(path);
                throw e;
              }
              module.loaded = true;
              return module.exports;
            }
            export function missing(message) {
              throw new Error(message);
            }
            """;

    /** What a {@code require} leads to. */
    sealed interface Required {

        record Registered(String key) implements Required {}

        record Module(String path) implements Required {}

        record Missing(String message) implements Required {}
    }

    private CommonJs() {}

    static String bodyPath(String path) {
        return "/" + SourceTree.RESERVED + "/commonjs/" + path + ".js";
    }

    /** Ends in .js, since the engine takes a path in .json for a module type of its own. */
    static String facadePath(String path) {
        return "/" + SourceTree.RESERVED + "/facade/" + path + ".js";
    }

    /** What stands before the author's text, on its first line. */
    static String before(String path, Map<String, Required> requires, List<String> bodies) {
        StringBuilder out =
                new StringBuilder(
                        "import{define as $define,load as $load,missing as $missing}from");
        out.append(Json.quote(REGISTRY_PATH)).append(';');
        bodies.forEach(body -> out.append("import").append(Json.quote(body)).append(';'));
        StringBuilder targets = new StringBuilder();
        int count = 0;
        for (Map.Entry<String, Required> entry : requires.entrySet()) {
            targets.append(Json.quote(entry.getKey())).append(":()=>");
            switch (entry.getValue()) {
                case Required.Registered r ->
                        targets.append("$load(").append(Json.quote(r.key())).append(')');
                case Required.Module m -> {
                    out.append("import*as $m").append(count).append(" from");
                    out.append(Json.quote(m.path())).append(';');
                    targets.append("$m").append(count++);
                }
                case Required.Missing m ->
                        targets.append("$missing(").append(Json.quote(m.message())).append(')');
            }
            targets.append(',');
        }
        out.append("$define(").append(Json.quote(path)).append(",$body,{").append(targets);
        return out.append("});function $body(exports,require,module,__filename,__dirname){")
                .toString();
    }

    static String after() {
        return "\n}";
    }

    /** The body module of a JSON file. */
    static String json(String path, String text) {
        return "import{define}from"
                + Json.quote(REGISTRY_PATH)
                + ";define("
                + Json.quote(path)
                + ",(exports,require,module)=>{module.exports=JSON.parse("
                + Json.quote(text)
                + ")},{});";
    }

    /** The module that ES modules import. */
    static String facade(String path, Set<String> names) {
        StringBuilder out = new StringBuilder("import{load}from");
        out.append(Json.quote(REGISTRY_PATH)).append(";import").append(Json.quote(bodyPath(path)));
        out.append(";const m=load(").append(Json.quote(path)).append(");");
        out.append("export default m!=null&&m.__esModule&&'default'in m?m.default:m;");
        int count = 0;
        for (String name : names) {
            out.append("const n").append(count).append("=m?.[").append(Json.quote(name));
            out.append("];export{n").append(count++).append(" as ").append(Json.quote(name));
            out.append("};");
        }
        return out.toString();
    }
}
