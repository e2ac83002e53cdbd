package dev.stele.host.environment;

import java.util.List;
import java.util.Optional;

/** A folder of files. Names are single path segments. Every method may throw StorageException. */
public interface LogStore {

    /** The names of its files, sorted. */
    List<String> files();

    /** The names of the folders in it, sorted. */
    List<String> children();

    /** The folder {@code name} in it, made if it is not there. */
    LogStore child(String name);

    /**
     * Opens {@code name} for reading and writing, made if it is not there; durable after {@link
     * #sync}.
     */
    LogFile open(String name);

    /** The whole of a small file, if it is there. */
    Optional<byte[]> read(String name);

    /** Replaces a small file as a whole: after a crash it is the old one or the new one. */
    void replace(String name, byte[] content);

    /** Deletes a file, or a folder with all in it; nothing happens when it is not there. */
    void delete(String name);

    /** Makes creations and deletions in this folder durable. */
    void sync();
}
