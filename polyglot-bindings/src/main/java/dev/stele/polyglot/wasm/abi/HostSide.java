package dev.stele.polyglot.wasm.abi;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.ModuleConsole;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of one instance: what its imported functions work on. One thread at a time uses
 * it, between {@link #begin} and {@link #end}; while a module is being initialised there is no
 * transaction.
 */
public final class HostSide {

    private final ModuleConsole console = new ModuleConsole();
    private final ByteSources sources = new ByteSources();
    private final ByteSinks sinks = new ByteSinks();
    private final RowIters iters = new RowIters();
    private byte[] scratch = new byte[Limits.SCRATCH_BYTES];
    private long written;
    private @Nullable GuestMemory memory;
    private @Nullable TableAbi tables;

    /** What an imported function does; its error number is that of an {@link AbiException}. */
    interface Operation {
        void run(TableAbi tables);
    }

    /** The memory that the guest exports; there is none before it was instantiated. */
    public void attach(GuestMemory exported) {
        memory = exported;
    }

    /** A call begins within the transaction of {@code abi}. */
    public void begin(TableAbi abi) {
        tables = abi;
        console.begin(abi);
    }

    /** A call ends: its sources and sinks are gone, and the next ones count from 1 again. */
    public void end() {
        tables = null;
        console.end();
        sources.clear();
        sinks.clear();
        iters.clear();
        written = 0;
        if (scratch.length > Limits.SCRATCH_KEPT_BYTES) {
            scratch = new byte[Limits.SCRATCH_BYTES];
        }
    }

    /** A source of {@code bytes} for the guest: its handle, 0 for none. */
    public int source(Bytes bytes) {
        return sources.add(bytes);
    }

    /** A new sink for the guest to write to. */
    public int sink() {
        return sinks.add();
    }

    /** What the guest wrote to a sink. */
    public Bytes written(int sink) {
        return sinks.at(sink).bytes();
    }

    ByteSources sources() {
        return sources;
    }

    ByteSinks sinks() {
        return sinks;
    }

    RowIters iters() {
        return iters;
    }

    ModuleConsole console() {
        return console;
    }

    /** What a procedure may do; empty while something else is called. */
    Optional<ProcedureAbi> procedure() {
        return tables instanceof ProcedureAbi procedure ? Optional.of(procedure) : Optional.empty();
    }

    boolean isInCall() {
        return tables != null;
    }

    /** Runs an operation on the tables; returns 0 or the error number. */
    int errno(String function, Operation operation) {
        return errno(function, Errno.NOT_IN_TRANSACTION, operation);
    }

    /** The same for what has nothing to do with a transaction: {@code outside} a call. */
    int errno(String function, Errno outside, Operation operation) {
        TableAbi current = tables;
        if (current == null) {
            return outside.code();
        }
        try {
            operation.run(current);
            return 0;
        } catch (AbiException e) {
            return e.errno().code();
        } catch (GuestTrap trap) {
            throw trap;
        } catch (RuntimeException | AssertionError | OutOfMemoryError bug) {
            throw new GuestTrap("runtime error calling " + function + ": " + bug, bug);
        }
    }

    /** Counts a row that the call writes, or arguments of a call that is to follow. */
    void writes(int length) {
        written += length;
        if (written > Limits.WRITTEN_BYTES_MAX) {
            throw new GuestTrap(
                    "one call writes more than "
                            + (Limits.WRITTEN_BYTES_MAX >> 20)
                            + " MiB of rows");
        }
    }

    // ---- the guest's memory

    GuestMemory memory() {
        GuestMemory current = memory;
        if (current == null) {
            throw new GuestTrap("the module called its host before it had a memory");
        }
        return current;
    }

    /** A pointer that must not be null. */
    static int pointer(int pointer) {
        if (pointer == 0) {
            throw new GuestTrap("null pointer");
        }
        return pointer;
    }

    /** Checks that {@code length} bytes at {@code pointer} are within the memory. */
    void check(int pointer, int length) {
        pointer(pointer);
        long size = memory().size();
        if (Integer.toUnsignedLong(pointer) + Integer.toUnsignedLong(length) > size) {
            throw GuestTrap.outOfBounds(pointer, length, size);
        }
    }

    /** The scratch array with {@code length} bytes from {@code pointer} at its start. */
    byte[] in(int pointer, int length) {
        return in(0, pointer, length);
    }

    /** The scratch array with {@code length} bytes from {@code pointer} behind {@code offset}. */
    byte[] in(int offset, int pointer, int length) {
        if (length == 0 || length < 0 || length > scratch.length - offset) {
            check(pointer, length);
            scratch = room(offset, length);
        }
        if (length > 0) {
            memory().read(pointer(pointer), scratch, offset, length);
        }
        return scratch;
    }

    /** The scratch array, with its first {@code used} bytes, and room for {@code more}. */
    byte[] room(int used, int more) {
        if (more > scratch.length - used) {
            byte[] larger = new byte[Math.addExact(used, more)];
            System.arraycopy(scratch, 0, larger, 0, used);
            scratch = larger;
        }
        return scratch;
    }

    /** A length that the guest keeps in its memory. */
    int length(int pointer) {
        return memory().readInt(pointer(pointer));
    }

    void out(int pointer, int value) {
        memory().writeInt(pointer(pointer), value);
    }

    void out(int pointer, long value) {
        memory().writeLong(pointer(pointer), value);
    }

    void out(int pointer, Bytes bytes) {
        memory().write(pointer(pointer), bytes.unsafeArray(), 0, bytes.size());
    }

    void out(int pointer, byte[] bytes, int offset, int length) {
        if (length > 0) {
            memory().write(pointer(pointer), bytes, offset, length);
        }
    }

    /** A name, which must be UTF-8. */
    String name(int pointer, int length) {
        check(pointer, length);
        if (length > Limits.NAME_BYTES_MAX) {
            throw new GuestTrap("a name of " + length + " bytes, at most " + Limits.NAME_BYTES_MAX);
        }
        byte[] bytes = in(pointer, length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GuestTrap("a name that is not UTF-8");
        }
    }

    /**
     * A text, with the replacement character for what is not UTF-8; of one with more than {@code
     * most} bytes the beginning.
     */
    String text(int pointer, int length, int most) {
        check(pointer, length);
        int read = Math.min(length, most);
        return new String(in(pointer, read), 0, read, StandardCharsets.UTF_8);
    }
}
