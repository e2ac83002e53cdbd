package dev.stele.polyglot.js.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options {@code paths} and {@code baseUrl} of the nearest tsconfig.json. */
final class TsConfig {

    private static final String FILE = "tsconfig.json";
    private static final int EXTENDS_MAX = 8;

    /** Patterns and their targets as paths from the program's root. */
    private record Mapping(Map<String, List<String>> paths, Optional<String> baseUrl) {}

    private static final Mapping NONE = new Mapping(Map.of(), Optional.empty());

    private final FileLookup files;
    private final Map<String, Mapping> byFolder = new HashMap<>();

    TsConfig(FileLookup files) {
        this.files = files;
    }

    /** Files or folders that {@code specifier} may mean, best first. */
    List<String> candidates(String importer, String specifier) {
        Mapping mapping = nearest(Paths.parent(importer));
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : mapping.paths.entrySet()) {
            String pattern = entry.getKey();
            int star = pattern.indexOf('*');
            if (star < 0) {
                if (pattern.equals(specifier)) {
                    found.addAll(0, entry.getValue());
                }
                continue;
            }
            String before = pattern.substring(0, star);
            String after = pattern.substring(star + 1);
            if (specifier.startsWith(before)
                    && specifier.endsWith(after)
                    && specifier.length() >= before.length() + after.length()) {
                String middle = specifier.substring(star, specifier.length() - after.length());
                entry.getValue().forEach(target -> found.add(target.replace("*", middle)));
            }
        }
        mapping.baseUrl.flatMap(base -> Paths.join(base, specifier)).ifPresent(found::add);
        return found;
    }

    private Mapping nearest(String folder) {
        Mapping known = byFolder.get(folder);
        if (known == null) {
            String path = folder.isEmpty() ? FILE : folder + "/" + FILE;
            if (files.isFile(path)) {
                known = read(path, 0);
            } else {
                known = folder.isEmpty() ? NONE : nearest(Paths.parent(folder));
            }
            byFolder.put(folder, known);
        }
        return known;
    }

    private Mapping read(String path, int depth) {
        Map<String, Object> fields = Json.parseObject(files.text(path).orElse(""));
        Map<String, Object> options = Json.object(fields.get("compilerOptions"));
        String folder = Paths.parent(path);
        Optional<String> baseUrl =
                options.get("baseUrl") instanceof String base
                        ? Paths.join(folder, base)
                        : Optional.empty();
        Map<String, List<String>> paths = new HashMap<>();
        String from = baseUrl.orElse(folder);
        Json.object(options.get("paths"))
                .forEach((pattern, targets) -> {
                    List<String> joined = new ArrayList<>();
                    if (targets instanceof List<?> list) {
                        list.forEach(
                                t -> Paths.join(from, String.valueOf(t)).ifPresent(joined::add));
                    }
                    paths.put(pattern, joined);
                });
        if (options.containsKey("paths")
                || depth >= EXTENDS_MAX
                || !(fields.get("extends") instanceof String base)
                || !base.startsWith(".")) {
            return new Mapping(paths, baseUrl);
        }
        Optional<String> parent =
                Paths.join(folder, base.endsWith(".json") ? base : base + ".json");
        Mapping inherited = parent.filter(files::isFile).map(p -> read(p, depth + 1)).orElse(NONE);
        return new Mapping(inherited.paths, baseUrl.or(inherited::baseUrl));
    }
}
