package dev.stele.polyglot.wasm.binary;

import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.wasm.binary.WasmModule.Section;
import java.io.ByteArrayOutputStream;

/**
 * Gives a module's memory and tables a maximum size, since the engine knows no limit of its own.
 */
public final class Clamp {

    private Clamp() {}

    /** The module's bytes with no maximum above those of {@link Limits}. */
    public static Bytes apply(WasmModule module) throws InvalidWasmException {
        byte[] bytes = module.bytes().unsafeArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        int copied = 0;
        for (Section section : module.sections()) {
            if (section.id() != SectionId.MEMORY && section.id() != SectionId.TABLE) {
                continue;
            }
            out.write(bytes, copied, section.start() - copied);
            copied = section.end();
            WasmReader in = WasmReader.of(bytes);
            in.skip(section.contents());
            byte[] contents = contents(section.id(), in);
            out.write(section.id());
            u32(out, contents.length);
            out.writeBytes(contents);
        }
        out.write(bytes, copied, bytes.length - copied);
        return Bytes.wrap(out.toByteArray());
    }

    private static byte[] contents(int id, WasmReader in) throws InvalidWasmException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = in.u32();
        u32(out, count);
        for (int i = 0; i < count; i++) {
            if (id == SectionId.TABLE) {
                out.write(in.u8());
            }
            SizeLimits limits =
                    SizeLimits.read(in)
                            .clamped(
                                    id == SectionId.TABLE
                                            ? Limits.TABLE_ENTRIES_MAX
                                            : Limits.MEMORY_PAGES_MAX);
            out.write(1);
            u32(out, limits.min());
            u32(out, limits.max().orElseThrow());
        }
        return out.toByteArray();
    }

    private static void u32(ByteArrayOutputStream out, int value) {
        int left = value;
        while (left < 0 || left > 0x7f) {
            out.write((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }
}
