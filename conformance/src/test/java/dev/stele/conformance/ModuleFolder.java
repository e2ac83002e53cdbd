package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A module's folder, for a test that edits it as its author would. */
final class ModuleFolder {

    private final Path path;

    private ModuleFolder(Path path) {
        this.path = path;
    }

    /** A folder that is yet to be filled. */
    static ModuleFolder at(Path path) {
        return new ModuleFolder(path);
    }

    /**
     * Copies {@code parts} of {@code original}, folders with all that is in them, to {@code path}.
     */
    static ModuleFolder copy(Path original, Path path, String... parts) throws IOException {
        for (String part : parts) {
            List<Path> files;
            try (Stream<Path> found = Files.walk(original.resolve(part))) {
                files = found.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                Path to = path.resolve(original.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        return new ModuleFolder(path);
    }

    Path path() {
        return path;
    }

    String read(String file) throws IOException {
        return Files.readString(path.resolve(file));
    }

    /** Saves a file as editors do: all at once. */
    void save(String file, String text) throws IOException {
        Path to = path.resolve(file);
        Files.createDirectories(to.getParent());
        Files.writeString(to, text);
    }

    /** Saves a file as other editors do: beside the old one, which it then replaces. */
    void saveByReplacing(String file, String text) throws IOException {
        Path to = path.resolve(file);
        Path next = Files.writeString(to.resolveSibling("." + to.getFileName() + ".swp"), text);
        Files.move(next, to, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(String file) throws IOException {
        Files.delete(path.resolve(file));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
