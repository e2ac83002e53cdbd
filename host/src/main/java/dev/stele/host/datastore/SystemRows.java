package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.TypeCodec;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.SequenceDef;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Rows of the system tables as records, with their BSATN forms. Spec 03 section 3.9. */
final class SystemRows {

    private SystemRows() {}

    record StTable(
            int id, String name, boolean isSystem, boolean isPublic, OptionalInt primaryKey) {
        byte[] encode() {
            BsatnWriter out = new BsatnWriter();
            out.u32(id).string(name).string(isSystem ? "system" : "user");
            out.string(isPublic ? "public" : "private");
            out.option(
                    primaryKey.isPresent()
                            ? Optional.of(List.of(primaryKey.getAsInt()))
                            : Optional.<List<Integer>>empty(),
                    (w, columns) -> w.list(columns, BsatnWriter::u16));
            return out.toByteArray();
        }

        static StTable decode(BsatnReader in) {
            int id = in.u32();
            String name = in.string();
            boolean isSystem = in.string().equals("system");
            boolean isPublic = in.string().equals("public");
            Optional<List<Integer>> key = in.option(r -> r.list(2, BsatnReader::u16));
            return new StTable(
                    id,
                    name,
                    isSystem,
                    isPublic,
                    key.isPresent() ? OptionalInt.of(key.get().getFirst()) : OptionalInt.empty());
        }
    }

    record StColumn(int tableId, int position, String name, AlgebraicType type) {
        byte[] encode() {
            BsatnWriter typeBytes = new BsatnWriter();
            TypeCodec.write(typeBytes, type);
            return new BsatnWriter()
                    .u32(tableId)
                    .u16(position)
                    .string(name)
                    .bytes(typeBytes.toBytes())
                    .toByteArray();
        }

        static StColumn decode(BsatnReader in) {
            return new StColumn(
                    in.u32(), in.u16(), in.string(), TypeCodec.read(new BsatnReader(in.bytes())));
        }
    }

    record StSequence(int id, int tableId, SequenceDef def, BigInteger allocated) {
        byte[] encode() {
            BsatnWriter out = new BsatnWriter();
            out.u32(id).string(def.name()).u32(tableId).u16(def.column());
            for (BigInteger value :
                    List.of(def.increment(), def.start(), def.min(), def.max(), allocated)) {
                out.raw(i128(value));
            }
            return out.toByteArray();
        }

        static StSequence decode(BsatnReader in) {
            int id = in.u32();
            String name = in.string();
            int tableId = in.u32();
            int column = in.u16();
            BigInteger increment = i128(in);
            BigInteger start = i128(in);
            BigInteger min = i128(in);
            BigInteger max = i128(in);
            return new StSequence(
                    id,
                    tableId,
                    new SequenceDef(name, column, start, min, max, increment),
                    i128(in));
        }
    }

    record StIndex(int id, int tableId, String name, IndexKind kind, List<Integer> columns) {
        static StIndex of(int id, int tableId, IndexDef def) {
            return new StIndex(id, tableId, def.name(), def.kind(), def.columns());
        }

        byte[] encode() {
            BsatnWriter out = new BsatnWriter().u32(id).u32(tableId).string(name);
            switch (kind) {
                case BTREE -> out.u8(1).list(columns, BsatnWriter::u16);
                case DIRECT -> out.u8(2).u16(columns.getFirst());
                case HASH -> out.u8(3).list(columns, BsatnWriter::u16);
            }
            return out.toByteArray();
        }

        static StIndex decode(BsatnReader in) {
            int id = in.u32();
            int tableId = in.u32();
            String name = in.string();
            int tag = in.u8();
            return switch (tag) {
                case 1 ->
                        new StIndex(
                                id, tableId, name, IndexKind.BTREE, in.list(2, BsatnReader::u16));
                case 2 -> new StIndex(id, tableId, name, IndexKind.DIRECT, List.of(in.u16()));
                case 3 ->
                        new StIndex(
                                id, tableId, name, IndexKind.HASH, in.list(2, BsatnReader::u16));
                default ->
                        throw new IllegalStateException(
                                "index "
                                        + name
                                        + " has algorithm tag "
                                        + tag
                                        + ", expected 1 to 3");
            };
        }
    }

    record StConstraint(int id, String name, int tableId, List<Integer> columns) {
        static StConstraint of(int id, int tableId, ConstraintDef def) {
            return new StConstraint(id, def.name(), tableId, def.columns());
        }

        byte[] encode() {
            return new BsatnWriter()
                    .u32(id)
                    .string(name)
                    .u32(tableId)
                    .u8(1)
                    .list(columns, BsatnWriter::u16)
                    .toByteArray();
        }

        static StConstraint decode(BsatnReader in) {
            int id = in.u32();
            String name = in.string();
            int tableId = in.u32();
            in.u8();
            return new StConstraint(id, name, tableId, in.list(2, BsatnReader::u16));
        }
    }

    record StModule(
            Identity database, Identity owner, int programKind, Bytes programHash, Bytes program) {
        byte[] encode() {
            return new BsatnWriter()
                    .identity(database)
                    .identity(owner)
                    .u8(programKind)
                    .raw(programHash)
                    .bytes(program)
                    .string("0.0.1")
                    .toByteArray();
        }

        static StModule decode(BsatnReader in) {
            return new StModule(in.identity(), in.identity(), in.u8(), in.raw(32), in.bytes());
        }
    }

    record StView(int id, String name, int tableId, boolean isPublic, boolean isAnonymous) {
        byte[] encode() {
            return new BsatnWriter()
                    .u32(id)
                    .string(name)
                    .option(Optional.of(tableId), BsatnWriter::u32)
                    .bool(isPublic)
                    .bool(isAnonymous)
                    .toByteArray();
        }

        static StView decode(BsatnReader in) {
            return new StView(
                    in.u32(),
                    in.string(),
                    in.option(BsatnReader::u32).orElse(0),
                    in.bool(),
                    in.bool());
        }
    }

    static byte[] client(Identity identity, ConnectionId connection) {
        return new BsatnWriter().identity(identity).connectionId(connection).toByteArray();
    }

    static byte[] credentials(ConnectionId connection, String jwtPayload) {
        return new BsatnWriter().connectionId(connection).string(jwtPayload).toByteArray();
    }

    static byte[] strings(String... values) {
        BsatnWriter out = new BsatnWriter();
        for (String value : values) {
            out.string(value);
        }
        return out.toByteArray();
    }

    /** {@code value} as 16 little-endian bytes, truncated to 128 bits. */
    static Bytes i128(BigInteger value) {
        byte[] out = new byte[16];
        writeLittleEndian(value, out, 0, 16);
        return Bytes.wrap(out);
    }

    /** Writes the low {@code width} bytes of {@code value}, two's complement. */
    static void writeLittleEndian(BigInteger value, byte[] out, int offset, int width) {
        byte[] bigEndian = value.toByteArray();
        byte sign = (byte) (value.signum() < 0 ? -1 : 0);
        for (int i = 0; i < width; i++) {
            int from = bigEndian.length - 1 - i;
            out[offset + i] = from >= 0 ? bigEndian[from] : sign;
        }
    }

    private static BigInteger i128(BsatnReader in) {
        return new BigInteger(in.raw(16).reversed().unsafeArray());
    }
}
