package dev.stele.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tokens that servers gave this user, in one file that only the user may read. */
final class Credentials {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    private Credentials(Path file) {
        this.file = file;
    }

    /**
     * {@code $STELE_CONFIG_DIR}, else {@code $XDG_CONFIG_HOME/stele}, else {@code ~/.config/stele}.
     */
    static Credentials ofUser() {
        String own = System.getenv("STELE_CONFIG_DIR");
        String xdg = System.getenv("XDG_CONFIG_HOME");
        Path folder =
                own != null
                        ? Path.of(own)
                        : xdg != null
                                ? Path.of(xdg, "stele")
                                : Path.of(System.getProperty("user.home"), ".config", "stele");
        return new Credentials(folder.resolve("tokens.json"));
    }

    /** The tokens of one project, kept in its own folder. */
    static Credentials inFolder(Path folder) {
        return new Credentials(folder.resolve("tokens.json"));
    }

    Optional<String> token(String server) {
        return Optional.ofNullable(read().get(server));
    }

    void store(String server, String token) {
        Map<String, String> all = read();
        all.put(server, token);
        try {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling("tokens.json.new");
            Files.deleteIfExists(next);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        next,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(next, JSON.writeValueAsString(all));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage());
        }
    }

    private Map<String, String> read() {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            return JSON.readValue(
                    Files.readString(file), new TypeReference<TreeMap<String, String>>() {});
        } catch (IOException | JacksonException e) {
            throw new CliException(
                    "cannot read " + file + ": " + e.getMessage(), "delete that file");
        }
    }
}
