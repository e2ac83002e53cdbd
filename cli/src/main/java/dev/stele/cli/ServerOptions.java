package dev.stele.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** The options by which a command finds its server and says who is asking. */
final class ServerOptions {

    static final String DEFAULT_URL = "http://127.0.0.1:3000";

    @Option(
            names = {"-s", "--server"},
            paramLabel = "URL",
            description =
                    "Server to talk to: local, host:port or a URL (default: ${DEFAULT-VALUE}).",
            defaultValue = "${env:STELE_SERVER:-local}")
    private String server = "local";

    @Option(names = "--anonymous", description = "Send no token.")
    private boolean isAnonymous;

    @Option(
            names = {"-y", "--yes"},
            description = "Answer yes to questions.")
    private boolean isYes;

    @Option(
            names = "--no-config",
            description = "Accepted for compatibility; there is no project file to ignore.",
            hidden = true)
    private boolean isWithoutConfig;

    boolean isYes() {
        return isYes;
    }

    boolean isWithoutConfig() {
        return isWithoutConfig;
    }

    ApiClient client() {
        return new ApiClient(url(server), Credentials.ofUser(), isAnonymous);
    }

    /** The base URL that {@code server} means. */
    static URI url(String server) {
        String text =
                server.equals("local")
                        ? DEFAULT_URL
                        : server.contains("://") ? server : "http://" + server;
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            if (uri.getHost() == null
                    || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new CliException(
                        "\"" + server + "\" is not a server", "--server http://127.0.0.1:3000");
            }
            return uri;
        } catch (IllegalArgumentException _) {
            throw new CliException(
                    "\"" + server + "\" is not a server", "--server http://127.0.0.1:3000");
        }
    }
}
