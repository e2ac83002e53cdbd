package dev.stele.cli;

import dev.stele.cli.ApiClient.Answer;
import dev.stele.cli.toolchain.BuiltModule;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Sends a module to a server. */
final class Publisher {

    private final ApiClient client;

    Publisher(ApiClient client) {
        this.client = client;
    }

    /** What was published, under which identity. */
    record Published(Optional<String> name, String identity, boolean isNew) {}

    /**
     * Publishes {@code module} as {@code name}, or as a new database without one.
     *
     * @throws CliException with what the server said
     */
    Published publish(Optional<String> name, BuiltModule module, boolean deleteData) {
        String query =
                "?host_type=" + module.hostType().wireName() + (deleteData ? "&clear=true" : "");
        Answer answer =
                name.isPresent()
                        ? client.put(
                                "/v1/database/" + ApiClient.escape(name.get()) + query,
                                module.bytes().unsafeArray())
                        : client.post("/v1/database" + query, module.bytes().unsafeArray());
        if (!answer.isOk()) {
            throw client.failure("publish" + name.map(n -> " `" + n + "`").orElse(""), answer);
        }
        JsonNode success = answer.json().path("Success");
        return new Published(
                name,
                success.path("database_identity").asString(),
                success.path("op").asString().equals("created"));
    }
}
