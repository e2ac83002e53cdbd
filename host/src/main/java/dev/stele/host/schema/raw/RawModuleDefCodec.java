package dev.stele.host.schema.raw;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;

/** Reads and writes what a module gives as its description. */
public final class RawModuleDefCodec {

    /** The largest description, in bytes; a module of a thousand tables has about 0.3 MB. */
    public static final int DEFINITION_BYTES_MAX = 16 << 20;

    /** How deep submodules may nest, in levels. */
    public static final int SUBMODULE_DEPTH_MAX = 8;

    private RawModuleDefCodec() {}

    /**
     * The definition at the start of {@code bytes}; what follows it is ignored.
     *
     * @throws DecodeException when the bytes are no definition, or more than {@link
     *     #DEFINITION_BYTES_MAX}
     */
    public static RawModuleDef decode(Bytes bytes) {
        if (bytes.size() > DEFINITION_BYTES_MAX) {
            throw new DecodeException(
                    "module definition of "
                            + bytes.size()
                            + " bytes, expected at most "
                            + DEFINITION_BYTES_MAX);
        }
        BsatnReader in = new BsatnReader(bytes);
        int tag = in.u8();
        return switch (tag) {
            case RawModuleDefV8.TAG -> V8Codec.read(in);
            case RawModuleDefV9.TAG -> V9Codec.read(in);
            case RawModuleDefV10.TAG -> V10Codec.read(in, 0);
            default -> throw new DecodeException(BsatnReader.unknownTag(tag, "RawModuleDef"));
        };
    }

    public static Bytes encode(RawModuleDef def) {
        BsatnWriter out = new BsatnWriter(4096);
        switch (def) {
            case RawModuleDefV8 v8 -> {
                out.u8(RawModuleDefV8.TAG);
                V8Codec.write(out, v8);
            }
            case RawModuleDefV9 v9 -> {
                out.u8(RawModuleDefV9.TAG);
                V9Codec.write(out, v9);
            }
            case RawModuleDefV10 v10 -> {
                out.u8(RawModuleDefV10.TAG);
                V10Codec.write(out, v10);
            }
        }
        return out.toBytes();
    }
}
