package dev.stele.host.schema.validation;

import dev.stele.host.schema.HttpHandlerDef;
import dev.stele.host.schema.HttpMethod;
import dev.stele.host.schema.HttpRouteDef;
import dev.stele.host.schema.raw.RawModuleDefV10.HttpRoute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Validates HTTP handlers and their routes. */
final class HttpValidator {

    private static final Pattern PATH = Pattern.compile("(/([a-z0-9_~-]*|:[a-z][a-z0-9_]*))*");
    private static final Pattern PARAMETER = Pattern.compile("/:([^/]*)");

    private final Errors errors;
    private final Naming naming;
    private final FunctionValidator functions;

    HttpValidator(Errors errors, Naming naming, FunctionValidator functions) {
        this.errors = errors;
        this.naming = naming;
        this.functions = functions;
    }

    List<HttpHandlerDef> handlers(List<String> sourceNames) {
        List<HttpHandlerDef> handlers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String sourceName : sourceNames) {
            String name = functions.checkedName(sourceName);
            if (!seen.add(name)) {
                errors.add(
                        Rule.DUPLICATE_HANDLER_NAME,
                        name,
                        "HTTP handler name " + name + " is used for multiple HTTP handlers");
            }
            handlers.add(new HttpHandlerDef(name, sourceName));
        }
        return handlers;
    }

    List<HttpRouteDef> routes(List<HttpRoute> raw, List<HttpHandlerDef> handlers) {
        List<HttpRouteDef> routes = new ArrayList<>();
        for (HttpRoute route : raw) {
            if (!isValidPath(route.path())) {
                errors.add(
                        Rule.ROUTE_PATH,
                        route.path(),
                        "HTTP route path `"
                                + route.path()
                                + "` is invalid; allowed characters are ASCII lowercase letters,"
                                + " digits and `-_~/`");
                continue;
            }
            String handler = naming.function(route.handler());
            if (handlers.stream().noneMatch(h -> h.name().equals(handler))) {
                errors.add(
                        Rule.HANDLER_NOT_FOUND,
                        route.handler(),
                        "HTTP route refers to unknown HTTP handler `" + route.handler() + "`");
                continue;
            }
            HttpRouteDef def = new HttpRouteDef(handler, route.method(), route.path());
            if (routes.stream().anyMatch(def::overlaps)) {
                errors.add(
                        Rule.DUPLICATE_ROUTE,
                        route.path(),
                        "HTTP route duplicates method "
                                + route.method().map(HttpValidator::methodText).orElse("Any")
                                + " for path "
                                + route.path());
            }
            routes.add(def);
        }
        return routes;
    }

    private static String methodText(HttpMethod method) {
        return "Method("
                + method.variantName()
                + (method.isExtension() ? "(\"" + method.name() + "\")" : "")
                + ")";
    }

    /**
     * Empty, or segments of lower case letters, digits, {@code - _ ~}, each with a slash before it;
     * a segment may be a parameter, {@code :name}, with a name of its own.
     */
    private static boolean isValidPath(String path) {
        Matcher parameters = PARAMETER.matcher(path);
        Set<String> names = new HashSet<>();
        while (parameters.find()) {
            if (!names.add(parameters.group(1))) {
                return false;
            }
        }
        return PATH.matcher(path).matches();
    }
}
