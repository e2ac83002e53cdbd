package dev.stele.cli;

import dev.stele.cli.ApiClient.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stele delete}: deletes a database with all its data. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Delete a database and all its data.")
final class DeleteCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "DATABASE", description = "Name or identity.")
    private String database = "";

    @Override
    public Integer call() {
        ApiClient client = server.client();
        Terminal terminal = Terminal.system();
        Answer found = client.get("/v1/database/" + ApiClient.escape(database) + "/identity");
        if (!found.isOk()) {
            throw new CliException(
                    "no database `" + database + "` at " + client.base(), "stele list");
        }
        if (server.isYes()) {
            terminal.say("Skipping confirmation due to --yes");
        } else if (!terminal.confirm(
                "Are you sure you want to delete database "
                        + database
                        + " ("
                        + found.body()
                        + ")? This action cannot be undone.")) {
            terminal.say("Nothing was deleted.");
            return 1;
        }
        Answer answer = client.delete("/v1/database/" + ApiClient.escape(database));
        if (!answer.isOk()) {
            throw client.failure("delete `" + database + "`", answer);
        }
        terminal.done("deleted database " + database);
        return 0;
    }
}
