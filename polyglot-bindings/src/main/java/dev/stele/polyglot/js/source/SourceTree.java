package dev.stele.polyglot.js.source;

import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The files of one program and which of them is its entry; immutable. */
public final class SourceTree implements FileLookup {

    /** The name under which a program of a single text appears in messages. */
    static final String SINGLE_FILE = "module.js";

    /** First name of the paths that belong to the host. */
    static final String RESERVED = "@stele";

    private final Map<String, Bytes> files;
    private final Map<String, String> links;
    private final Set<String> directories = new HashSet<>();
    private final String entry;

    /**
     * @param links folders that stand for others, as symbolic links do
     * @throws SourceException when the entry is not a file of the tree or a path is malformed
     */
    public SourceTree(Map<String, Bytes> files, Map<String, String> links, String entry)
            throws SourceException {
        this.files = new TreeMap<>(files);
        this.links = new TreeMap<>(links);
        this.entry = entry;
        for (String path : this.files.keySet()) {
            if (!isWellFormed(path)) {
                throw new SourceException(
                        SourceProblem.ofFile(
                                printable(path), "this path is not allowed in a program"));
            }
            for (String dir = Paths.parent(path); directories.add(dir); ) {
                dir = Paths.parent(dir);
            }
        }
        if (!this.files.containsKey(entry)) {
            throw new SourceException(
                    SourceProblem.ofFile(printable(entry), "the program has no such entry file"));
        }
    }

    /** Reads published bytes: a packed folder, or the text of one module. */
    public static SourceTree ofProgram(Bytes program) throws SourceException {
        if (program.size() > Limits.PROGRAM_BYTES_MAX) {
            throw new SourceException(
                    SourceProblem.ofFile(
                            SINGLE_FILE,
                            "program of "
                                    + program.size()
                                    + " bytes, at most "
                                    + Limits.PROGRAM_BYTES_MAX
                                    + " are allowed"));
        }
        return SourceArchive.isArchive(program)
                ? SourceArchive.unpack(program)
                : new SourceTree(Map.of(SINGLE_FILE, program), Map.of(), SINGLE_FILE);
    }

    public String entry() {
        return entry;
    }

    Map<String, Bytes> files() {
        return files;
    }

    Map<String, String> links() {
        return links;
    }

    @Override
    public boolean isFile(String path) {
        return files.containsKey(path);
    }

    @Override
    public boolean isDirectory(String path) {
        return directories.contains(path) || links.containsKey(path);
    }

    @Override
    public Optional<String> text(String path) {
        Bytes bytes = files.get(path);
        return bytes == null ? Optional.empty() : decode(bytes.unsafeArray());
    }

    @Override
    public String canonical(String path) {
        for (String prefix = path; !prefix.isEmpty(); prefix = Paths.parent(prefix)) {
            String target = links.get(prefix);
            if (target != null) {
                return target + path.substring(prefix.length());
            }
        }
        return path;
    }

    /** Strict UTF-8 without a byte order mark; empty when malformed. */
    static Optional<String> decode(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    static boolean isWellFormed(String path) {
        if (path.isEmpty() || path.equals(RESERVED) || path.startsWith(RESERVED + "/")) {
            return false;
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return path.chars().noneMatch(c -> c < 0x20 || c == '\\' || c == 0x7f);
    }

    private static String printable(String path) {
        StringBuilder out = new StringBuilder();
        path.chars().limit(200).forEach(c -> out.append(c < 0x20 || c == 0x7f ? '?' : (char) c));
        return out.toString();
    }
}
