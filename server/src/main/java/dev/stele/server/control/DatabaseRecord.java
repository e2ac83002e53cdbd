package dev.stele.server.control;

import dev.stele.host.sats.Identity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the server keeps about a database beside its data; a small JSON file. */
record DatabaseRecord(Identity owner, List<String> names, boolean isLocked, boolean isDeleted) {

    static final String FILE = "info.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    DatabaseRecord {
        names = List.copyOf(names);
    }

    DatabaseRecord withNames(List<String> replacement) {
        return new DatabaseRecord(owner, replacement, isLocked, isDeleted);
    }

    DatabaseRecord withLock(boolean locked) {
        return new DatabaseRecord(owner, names, locked, isDeleted);
    }

    DatabaseRecord deleted() {
        return new DatabaseRecord(owner, List.of(), isLocked, true);
    }

    byte[] encode() {
        ObjectNode out = JSON.createObjectNode();
        out.put("owner", owner.toHex());
        names.forEach(out.putArray("names")::add);
        out.put("locked", isLocked);
        out.put("deleted", isDeleted);
        return JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(out)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static DatabaseRecord decode(byte[] content) {
        try {
            JsonNode in = JSON.readTree(content);
            List<String> names = new ArrayList<>();
            in.path("names").forEach(name -> names.add(name.asString()));
            return new DatabaseRecord(
                    Identity.ofHex(in.path("owner").asString()),
                    names,
                    in.path("locked").asBoolean(),
                    in.path("deleted").asBoolean());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the record of a database: " + e.getMessage());
        }
    }
}
