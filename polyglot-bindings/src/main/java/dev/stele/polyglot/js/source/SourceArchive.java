package dev.stele.polyglot.js.source;

import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A program as one ZIP file: its files in sorted order with a fixed time, so that equal trees give
 * equal bytes, and first a manifest {@code stele-module.json}:
 *
 * <pre>{"entry":"src/index.ts","links":{"node_modules/a":"node_modules/.pnpm/a@1/node_modules/a"}}
 * </pre>
 */
final class SourceArchive {

    static final String MANIFEST = "stele-module.json";

    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    private static final int END_RECORD_BYTES = 22;
    private static final int END_COUNT_OFFSET = 10;
    private static final int END_COMMENT_BYTES_MAX = 0xffff;
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private SourceArchive() {}

    static boolean isArchive(Bytes program) {
        if (program.size() < MAGIC.length) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (program.at(i) != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    static Bytes pack(SourceTree tree) {
        StringBuilder manifest = new StringBuilder("{\"entry\":");
        manifest.append(Json.quote(tree.entry())).append(",\"links\":{");
        String comma = "";
        for (Map.Entry<String, String> link : tree.links().entrySet()) {
            manifest.append(comma).append(Json.quote(link.getKey())).append(':');
            manifest.append(Json.quote(link.getValue()));
            comma = ",";
        }
        manifest.append("}}");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, MANIFEST, manifest.toString().getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, Bytes> file : tree.files().entrySet()) {
                put(zip, file.getKey(), file.getValue().unsafeArray());
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static void put(ZipOutputStream zip, String path, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    static SourceTree unpack(Bytes program) throws SourceException {
        Map<String, Bytes> files = new TreeMap<>();
        String manifest = null;
        long total = 0;
        int entries = 0;
        long allowed =
                Math.min(
                        Limits.PROGRAM_UNPACKED_BYTES_MAX,
                        Limits.RATIO_FREE_BYTES + (long) program.size() * Limits.PROGRAM_RATIO_MAX);
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(program.unsafeArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries++;
                if (entry.isDirectory()) {
                    continue;
                }
                if (files.size() >= Limits.PROGRAM_FILES_MAX) {
                    throw refused("more than " + Limits.PROGRAM_FILES_MAX + " files");
                }
                byte[] content = read(zip, Math.min(allowed - total, Limits.SOURCE_FILE_BYTES_MAX));
                total += content.length;
                if (entry.getName().equals(MANIFEST)) {
                    manifest = new String(content, StandardCharsets.UTF_8);
                } else if (files.put(entry.getName(), Bytes.wrap(content)) != null) {
                    throw refused("the file \"" + entry.getName() + "\" twice");
                }
            }
        } catch (IOException | IllegalArgumentException malformed) {
            throw refused("a malformed archive: " + malformed.getMessage());
        }
        if (entries != declaredEntries(program)) {
            throw refused("a missing or wrong directory at its end");
        }
        if (manifest == null) {
            throw refused("no manifest " + MANIFEST);
        }
        Map<String, Object> fields = Json.parseObject(manifest);
        if (!(fields.get("entry") instanceof String entry)) {
            throw refused("a manifest without \"entry\"");
        }
        Map<String, String> links = new TreeMap<>();
        for (Map.Entry<String, Object> link : Json.object(fields.get("links")).entrySet()) {
            if (!(link.getValue() instanceof String target)
                    || !SourceTree.isWellFormed(target)
                    || !SourceTree.isWellFormed(link.getKey())) {
                throw refused("a malformed link in the manifest");
            }
            links.put(link.getKey(), target);
        }
        return new SourceTree(files, links, entry);
    }

    /** The number of entries that the end record (PK 5 6, at most a comment after it) gives. */
    private static int declaredEntries(Bytes program) {
        int last = program.size() - END_RECORD_BYTES;
        for (int at = last; at >= Math.max(0, last - END_COMMENT_BYTES_MAX); at--) {
            if (program.at(at) == 'P'
                    && program.at(at + 1) == 'K'
                    && program.at(at + 2) == 5
                    && program.at(at + 3) == 6) {
                return (program.at(at + END_COUNT_OFFSET) & 0xff)
                        | (program.at(at + END_COUNT_OFFSET + 1) & 0xff) << 8;
            }
        }
        return -1;
    }

    private static byte[] read(InputStream in, long limit) throws IOException, SourceException {
        byte[] content = in.readNBytes((int) Math.max(0, limit) + 1);
        if (content.length > limit) {
            throw refused(
                    "too much when unpacked: a file may have "
                            + Limits.SOURCE_FILE_BYTES_MAX
                            + " bytes, all together "
                            + Limits.PROGRAM_RATIO_MAX
                            + " times the packed size");
        }
        return content;
    }

    private static SourceException refused(String what) {
        return new SourceException(SourceProblem.ofFile("program", "the archive has " + what));
    }
}
