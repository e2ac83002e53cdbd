package dev.stele.host.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A folder in memory that keeps apart what was written and what was synced. {@link #crash} leaves
 * what a power cut may leave; the n-th operation can be made to fail.
 */
public final class SimLogStore implements LogStore {

    private static final int SECTOR_BYTES = 512;

    /** What the n-th write or sync does instead of its work. */
    public enum Fault {
        NO_SPACE,
        SYNC_FAILS
    }

    private static final class Content {
        byte[] written = new byte[0];
        byte[] durable = new byte[0];
    }

    private final Map<String, Content> contents = new TreeMap<>();
    private final Map<String, SimLogStore> folders = new TreeMap<>();
    private int operationsLeft = Integer.MAX_VALUE;
    private Fault fault = Fault.NO_SPACE;

    /**
     * The n-th write or sync from now on, counted from 1, fails with {@code kind}, and so do all
     * behind it.
     */
    public void failAt(int operation, Fault kind) {
        operationsLeft = operation;
        fault = kind;
    }

    private void operate(String name, boolean isSync) {
        boolean isHit = isSync || fault == Fault.NO_SPACE;
        if (isHit && operationsLeft != Integer.MAX_VALUE && --operationsLeft <= 0) {
            operationsLeft = 1;
            throw new StorageException(
                    name,
                    -1,
                    isSync ? "cannot sync" : "cannot write",
                    new IOException(fault == Fault.NO_SPACE ? "no space left" : "I/O error"));
        }
    }

    /** The bytes of a file as written. */
    public byte[] bytes(String name) {
        return content(name).written.clone();
    }

    /** Makes {@code bytes} the durable content of a file. */
    public void put(String name, byte[] bytes) {
        Content content = content(name);
        content.written = bytes.clone();
        content.durable = bytes.clone();
    }

    private Content content(String name) {
        return contents.computeIfAbsent(name, _ -> new Content());
    }

    /**
     * What is there after a power cut: the synced bytes, and of the unsynced ones at the end any
     * sectors, the others gone, zero or garbage.
     */
    public SimLogStore crash(long seed) {
        Random random = new Random(seed);
        SimLogStore after = new SimLogStore();
        contents.forEach((name, content) -> after.put(name, torn(content, random)));
        folders.forEach((name, folder) -> after.folders.put(name, folder.crash(random.nextLong())));
        return after;
    }

    private static byte[] torn(Content content, Random random) {
        int synced = content.durable.length;
        int unsynced = content.written.length - synced;
        if (unsynced <= 0) {
            return content.durable;
        }
        byte[] out = Arrays.copyOf(content.written, synced + random.nextInt(unsynced + 1));
        for (int at = synced; at < out.length; ) {
            int end = Math.min(out.length, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(out, at, end, (byte) 0);
                case 1 -> {
                    byte[] garbage = new byte[end - at];
                    random.nextBytes(garbage);
                    System.arraycopy(garbage, 0, out, at, garbage.length);
                }
                default -> {
                    // This sector made it to the disk.
                    at = end;
                    continue;
                }
            }
            at = end;
        }
        return out;
    }

    @Override
    public List<String> files() {
        return List.copyOf(contents.keySet());
    }

    @Override
    public List<String> children() {
        return new ArrayList<>(folders.keySet());
    }

    @Override
    public LogStore child(String name) {
        return folders.computeIfAbsent(name, _ -> new SimLogStore());
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(contents.get(name)).map(c -> c.written.clone());
    }

    @Override
    public void replace(String name, byte[] content) {
        operate(name, true);
        put(name, content);
    }

    @Override
    public void delete(String name) {
        contents.remove(name);
        folders.remove(name);
    }

    @Override
    public void sync() {
        operate(".", true);
    }

    @Override
    public LogFile open(String name) {
        Content content = content(name);
        return new SimFile(name, content);
    }

    private final class SimFile implements LogFile {
        private final String name;
        private final Content content;

        SimFile(String name, Content content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public long size() {
            return content.written.length;
        }

        @Override
        public void append(ByteBuffer bytes) {
            int at = content.written.length;
            byte[] next = Arrays.copyOf(content.written, at + bytes.remaining());
            bytes.get(next, at, next.length - at);
            try {
                operate(name, false);
            } catch (StorageException e) {
                content.written = Arrays.copyOf(next, at + (next.length - at) / 2);
                throw e;
            }
            content.written = next;
        }

        @Override
        public int readAt(long position, ByteBuffer into) {
            int count =
                    (int)
                            Math.max(
                                    0,
                                    Math.min(into.remaining(), content.written.length - position));
            into.put(content.written, (int) position, count);
            return count;
        }

        @Override
        public void truncate(long size) {
            content.written = Arrays.copyOf(content.written, (int) size);
            content.durable =
                    Arrays.copyOf(content.durable, (int) Math.min(size, content.durable.length));
        }

        @Override
        public void sync() {
            operate(name, true);
            content.durable = content.written.clone();
        }

        @Override
        public boolean tryLock() {
            return true;
        }

        @Override
        public void close() {}
    }
}
