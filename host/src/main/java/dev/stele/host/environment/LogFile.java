package dev.stele.host.environment;

import java.nio.ByteBuffer;

/** An open file that grows at its end. Every method may throw StorageException. */
public interface LogFile extends AutoCloseable {

    /** Bytes in the file. */
    long size();

    /** Writes all that remains in {@code bytes} at the end. */
    void append(ByteBuffer bytes);

    /**
     * Reads into {@code into} from {@code position} until it is full or the file ends; bytes read.
     */
    int readAt(long position, ByteBuffer into);

    /** Cuts the file to {@code size} bytes. */
    void truncate(long size);

    /** Makes what was written durable. */
    void sync();

    /** Locks the file against other processes; false when one has it. */
    boolean tryLock();

    @Override
    void close();
}
