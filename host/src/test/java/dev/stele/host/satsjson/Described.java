package dev.stele.host.satsjson;

import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.validation.ModuleDefValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Recorded module definitions and lines of recorded exchanges. */
final class Described {

    private Described() {}

    static ModuleDef module(String name) {
        return ModuleDefValidator.validate(
                RawModuleDefCodec.decode(
                        Bytes.wrap(read("/dev/stele/host/schema/describe/" + name + ".bin"))));
    }

    /** The fields of each line of a tab-separated file. */
    static List<String[]> lines(String name) {
        String all = new String(read("/dev/stele/host/satsjson/" + name), StandardCharsets.UTF_8);
        return List.of(all.split("\n")).stream().map(line -> line.split("\t", -1)).toList();
    }

    private static byte[] read(String path) {
        try (InputStream in =
                Objects.requireNonNull(Described.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
