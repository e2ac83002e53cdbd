package dev.stele.server.http;

import dev.stele.host.module.ModuleLog;
import dev.stele.host.subscription.BatchQueue;
import dev.stele.server.auth.Claims;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The log of a module, for its owner. */
final class LogRoutes {

    /** Lines that a slow reader may be behind before it loses some. */
    private static final int FOLLOWED_LINES_MAX = 16_384;

    private final Databases databases;
    private final Caller caller;

    LogRoutes(Databases databases, Caller caller) {
        this.databases = databases;
        this.caller = caller;
    }

    void logs(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        Databases.requireOwner(database, claims.identity(), "view module logs");
        int lines = Query.count(req, "num_lines").orElse(Integer.MAX_VALUE);
        boolean isFollowing = Query.flag(req, "follow", false);
        res.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
        res.header(HeaderNames.CACHE_CONTROL, "no-cache");
        ModuleLog log = database.host().log();
        try (OutputStream out = res.outputStream()) {
            if (isFollowing) {
                follow(log, lines, out);
            } else {
                for (byte[] line : log.tail(lines)) {
                    out.write(line);
                }
            }
        } catch (IOException _) {
            // The reader went away, which is how following ends.
            return;
        }
    }

    private static void follow(ModuleLog log, int lines, OutputStream out) throws IOException {
        BatchQueue<byte[]> queue = new BatchQueue<>(FOLLOWED_LINES_MAX);
        Runnable end = log.follow(lines, queue::offer);
        try {
            out.flush();
            List<byte[]> spare = new ArrayList<>();
            while (true) {
                List<byte[]> batch = queue.takeAll(spare);
                if (batch.isEmpty()) {
                    return;
                }
                for (byte[] line : batch) {
                    out.write(line);
                }
                out.flush();
                batch.clear();
                spare = batch;
            }
        } finally {
            end.run();
        }
    }
}
