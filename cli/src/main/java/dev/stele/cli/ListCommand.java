package dev.stele.cli;

import dev.stele.cli.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code stele list}: lists the databases of the user. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List your databases on a server.")
final class ListCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        ApiClient client = server.client();
        String me =
                client.identity()
                        .orElseThrow(() -> new CliException("an anonymous user owns nothing"));
        Answer owned = client.get("/v1/identity/" + me + "/databases");
        if (!owned.isOk()) {
            throw client.failure("list databases", owned);
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode identity : owned.json().path("identities")) {
            String hex = identity.asString();
            List<String> names = new ArrayList<>();
            client.get("/v1/database/" + hex + "/names")
                    .json()
                    .path("names")
                    .forEach(name -> names.add(name.asString()));
            rows.add(List.of(String.join(", ", names), hex));
        }
        Terminal.system().raw(TextTable.render(List.of("Database Name(s)", "Identity"), rows));
        return 0;
    }
}
