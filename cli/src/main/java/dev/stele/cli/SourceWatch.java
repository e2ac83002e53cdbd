package dev.stele.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Notices when source files below a folder change, by looking at their times and sizes. */
final class SourceWatch {

    /** How often it looks, in milliseconds. */
    private static final int INTERVAL_MS = 25;

    /** How long nothing may change until a change counts as saved, in milliseconds. */
    private static final int SETTLED_MS = 10;

    /** How many files it looks at; a folder with more is not a module's. */
    private static final int FILES_MAX = 20_000;

    private static final Set<String> SKIPPED =
            Set.of("node_modules", ".stele", ".git", "target", "build", "dist", "web");

    private record Stamp(long modifiedMs, long bytes) {}

    private final Path root;
    private final Set<String> endings;
    private Map<Path, Stamp> seen;

    /**
     * Watches {@code root}, a folder or a file.
     *
     * @param endings which files are sources, by the ends of their names, with the dot
     */
    SourceWatch(Path root, Set<String> endings) {
        this.root = root;
        this.endings = Set.copyOf(endings);
        this.seen = look();
    }

    private Map<Path, Stamp> look() {
        Map<Path, Stamp> stamps = new HashMap<>();
        try {
            if (Files.isRegularFile(root)) {
                stamps.put(root, stamp(Files.readAttributes(root, BasicFileAttributes.class)));
            } else {
                Files.walkFileTree(root, new Visitor(stamps, endings));
            }
        } catch (IOException _) {
            // A file vanished while we looked; the next look sees what is there.
            return stamps;
        }
        return stamps;
    }

    private static Stamp stamp(BasicFileAttributes attributes) {
        return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size());
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Map<Path, Stamp> stamps;
        private final Set<String> endings;

        Visitor(Map<Path, Stamp> stamps, Set<String> endings) {
            this.stamps = stamps;
            this.endings = endings;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(dir.getFileName()))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            int dot = name.lastIndexOf('.');
            if (dot >= 0 && endings.contains(name.substring(dot))) {
                stamps.put(file, stamp(attributes));
            }
            return stamps.size() >= FILES_MAX
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }

    /** Waits for a change, and until it is whole: an editor may write a file in several steps. */
    void await() throws InterruptedException {
        Map<Path, Stamp> now = look();
        while (now.equals(seen)) {
            Thread.sleep(INTERVAL_MS);
            now = look();
        }
        while (!now.equals(seen)) {
            seen = now;
            Thread.sleep(SETTLED_MS);
            now = look();
        }
    }
}
