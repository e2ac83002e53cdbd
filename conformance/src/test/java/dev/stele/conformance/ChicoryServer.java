package dev.stele.conformance;

import dev.stele.host.environment.DiskLogStore;
import dev.stele.host.environment.SecureRng;
import dev.stele.host.environment.SystemClock;
import dev.stele.host.environment.SystemThreads;
import dev.stele.server.SteleServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A server in this process whose modules run in Chicory; everything else is as in any other. */
record ChicoryServer(SteleServer server) implements AutoCloseable {

    static ChicoryServer start(Path folder) {
        return new ChicoryServer(
                SteleServer.start(
                        new SteleServer.Config(
                                "127.0.0.1", 0, false, Optional.empty(), new DiskLogStore(folder)),
                        new SteleServer.World(
                                new SystemClock(),
                                new SecureRng(),
                                new SystemThreads(),
                                new ChicoryRuntime())));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.close();
    }
}
