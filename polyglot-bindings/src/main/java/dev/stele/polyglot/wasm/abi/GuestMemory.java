package dev.stele.polyglot.wasm.abi;

/**
 * A guest's linear memory. Pointers and lengths are u32. Every method throws {@link GuestTrap} when
 * not all of the bytes are within the memory; nothing outside it is ever touched. Thread: that of
 * the call.
 */
public interface GuestMemory {

    /** In bytes; grows, never shrinks. */
    long size();

    /** Copies {@code length} bytes at {@code pointer} to {@code into} from {@code offset}. */
    void read(int pointer, byte[] into, int offset, int length);

    /** Copies {@code length} bytes of {@code from} at {@code offset} to {@code pointer}. */
    void write(int pointer, byte[] from, int offset, int length);

    int readInt(int pointer);

    void writeInt(int pointer, int value);

    void writeLong(int pointer, long value);
}
