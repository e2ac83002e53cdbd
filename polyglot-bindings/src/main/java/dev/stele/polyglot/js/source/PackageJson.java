package dev.stele.polyglot.js.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What package.json files say about resolution; read once each. */
final class PackageJson {

    static final String FILE = "package.json";

    private final FileLookup files;
    private final Map<String, Map<String, Object>> byFolder = new HashMap<>();

    PackageJson(FileLookup files) {
        this.files = files;
    }

    /** The fields of the file in {@code folder}; empty when there is none. */
    Map<String, Object> fields(String folder) {
        return byFolder.computeIfAbsent(
                folder,
                key -> {
                    String path = key.isEmpty() ? FILE : key + "/" + FILE;
                    return files.isFile(path)
                            ? Json.parseObject(files.text(path).orElse(""))
                            : Map.of();
                });
    }

    /** The nearest folder from {@code folder} upwards that has one. */
    Optional<String> nearest(String folder) {
        for (String dir = folder; ; dir = Paths.parent(dir)) {
            if (files.isFile(dir.isEmpty() ? FILE : dir + "/" + FILE)) {
                return Optional.of(dir);
            }
            if (dir.isEmpty() || Paths.name(dir).equals("node_modules")) {
                return Optional.empty();
            }
        }
    }

    /** Whether a {@code .js} file there is an ES module by declaration. */
    boolean isModuleType(String path) {
        return nearest(Paths.parent(path))
                .map(dir -> "module".equals(fields(dir).get("type")))
                .orElse(false);
    }

    @Nullable Object field(String folder, String name) {
        return fields(folder).get(name);
    }
}
