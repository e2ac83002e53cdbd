package dev.stele.polyglot.mixed;

import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The programs of a database as one ZIP file: {@code root}, and {@code modules/NAME} for each of
 * the others. Equal programs give equal bytes.
 */
public record MixedProgram(Program root, SortedMap<String, Program> modules) {

    /** Modules besides the root. */
    public static final int MODULES_MAX = 64;

    private static final String ROOT = "root";
    private static final String MODULES = "modules/";
    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** The bytes that are published. */
    public Bytes pack() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, ROOT, root);
            for (Map.Entry<String, Program> module : modules.entrySet()) {
                put(zip, MODULES + module.getKey(), module.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static void put(ZipOutputStream zip, String path, Program program) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(program.bytes().unsafeArray());
        zip.closeEntry();
    }

    /**
     * The programs in {@code bytes}.
     *
     * @throws ModuleLoadException when they are something else, or too much
     */
    static MixedProgram unpack(Bytes bytes) throws ModuleLoadException {
        TreeMap<String, Program> found = new TreeMap<>();
        long left = Limits.PROGRAM_UNPACKED_BYTES_MAX;
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(bytes.unsafeArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (found.size() > MODULES_MAX) {
                    throw refused("more than " + MODULES_MAX + " modules");
                }
                int most = (int) Math.min(left, Limits.PROGRAM_BYTES_MAX);
                byte[] content = zip.readNBytes(most + 1);
                if (content.length > most) {
                    throw refused("more than " + most + " bytes in " + entry.getName());
                }
                left -= content.length;
                if (found.put(entry.getName(), program(content)) != null) {
                    throw refused("the entry \"" + entry.getName() + "\" twice");
                }
            }
        } catch (IOException | IllegalArgumentException malformed) {
            throw refused("a malformed archive: " + malformed.getMessage());
        }
        Program root = found.remove(ROOT);
        if (root == null) {
            throw refused("no entry \"" + ROOT + "\"");
        }
        SortedMap<String, Program> modules = new TreeMap<>();
        for (Map.Entry<String, Program> entry : found.entrySet()) {
            if (!entry.getKey().startsWith(MODULES)) {
                throw refused("the entry \"" + entry.getKey() + "\"");
            }
            modules.put(entry.getKey().substring(MODULES.length()), entry.getValue());
        }
        return new MixedProgram(root, modules);
    }

    private static Program program(byte[] content) {
        boolean isWasm = content.length >= WASM_MAGIC.length;
        for (int i = 0; isWasm && i < WASM_MAGIC.length; i++) {
            isWasm = content[i] == WASM_MAGIC[i];
        }
        return new Program(isWasm ? Program.Kind.WASM : Program.Kind.JS, Bytes.wrap(content));
    }

    private static ModuleLoadException refused(String what) {
        return new ModuleLoadException("a program of several modules has " + what);
    }
}
