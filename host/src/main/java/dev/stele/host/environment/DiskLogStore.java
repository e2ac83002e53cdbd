package dev.stele.host.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of the file system. */
public final class DiskLogStore implements LogStore {

    private static final String NEXT_SUFFIX = ".next";

    private final Path folder;

    /** The folder at {@code folder}, made if it is not there. */
    public DiskLogStore(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException(folder.toString(), -1, "cannot make the folder", e);
        }
    }

    private Path at(String name) {
        Path path = folder.resolve(name);
        if (name.isEmpty()
                || name.equals("..")
                || name.equals(".")
                || !folder.equals(path.getParent())) {
            throw new StorageException(
                    folder.toString(), -1, "\"" + name + "\" is not a file name");
        }
        return path;
    }

    private List<String> names(Predicate<Path> filter) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(filter)
                    .map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> !name.endsWith(NEXT_SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StorageException(folder.toString(), -1, "cannot list", e);
        }
    }

    @Override
    public List<String> files() {
        return names(Files::isRegularFile);
    }

    @Override
    public List<String> children() {
        return names(Files::isDirectory);
    }

    @Override
    public LogStore child(String name) {
        Path path = at(name);
        boolean isNew = !Files.isDirectory(path);
        LogStore child = new DiskLogStore(path);
        if (isNew) {
            sync();
        }
        return child;
    }

    @Override
    public LogFile open(String name) {
        return new DiskFile(at(name));
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(at(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageException(at(name).toString(), -1, "cannot read", e);
        }
    }

    @Override
    public void replace(String name, byte[] content) {
        Path target = at(name);
        Path next = at(name + NEXT_SUFFIX);
        try {
            Files.deleteIfExists(next);
            try (FileChannel channel =
                    FileChannel.open(
                            next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    next,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StorageException(target.toString(), -1, "cannot replace", e);
        }
        sync();
    }

    @Override
    public void delete(String name) {
        Path path = at(name);
        try {
            if (Files.isDirectory(path)) {
                Files.walkFileTree(path, new Deleter());
            } else {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new StorageException(path.toString(), -1, "cannot delete", e);
        }
        sync();
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public void sync() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new StorageException(folder.toString(), -1, "cannot sync the folder", e);
        }
    }

    private static final class DiskFile implements LogFile {
        private final Path path;
        private final FileChannel channel;
        private long size;
        private @Nullable FileLock lock;

        DiskFile(Path path) {
            this.path = path;
            try {
                channel =
                        FileChannel.open(
                                path,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                size = channel.size();
            } catch (IOException e) {
                throw new StorageException(path.toString(), -1, "cannot open", e);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void append(ByteBuffer bytes) {
            try {
                while (bytes.hasRemaining()) {
                    size += channel.write(bytes, size);
                }
            } catch (IOException e) {
                throw new StorageException(path.toString(), size, "cannot write", e);
            }
        }

        @Override
        public int readAt(long position, ByteBuffer into) {
            int total = 0;
            try {
                while (into.hasRemaining()) {
                    int count = channel.read(into, position + total);
                    if (count < 0) {
                        break;
                    }
                    total += count;
                }
            } catch (IOException e) {
                throw new StorageException(path.toString(), position, "cannot read", e);
            }
            return total;
        }

        @Override
        public void truncate(long newSize) {
            try {
                channel.truncate(newSize);
                size = Math.min(size, newSize);
            } catch (IOException e) {
                throw new StorageException(path.toString(), newSize, "cannot truncate", e);
            }
        }

        @Override
        public void sync() {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw new StorageException(path.toString(), -1, "cannot sync", e);
            }
        }

        @Override
        public boolean tryLock() {
            try {
                lock = channel.tryLock();
                return lock != null;
            } catch (OverlappingFileLockException _) {
                return false;
            } catch (IOException e) {
                throw new StorageException(path.toString(), -1, "cannot lock", e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new StorageException(path.toString(), -1, "cannot close", e);
            }
        }
    }
}
