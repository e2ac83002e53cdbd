package dev.stele.server.control;

import dev.stele.host.environment.LogStore;
import dev.stele.host.module.ModuleHost;
import dev.stele.host.sats.Identity;
import java.util.List;

/** An open database with its names. Safe for use by many threads. */
public final class HostedDatabase {

    private final Identity identity;
    private final ModuleHost host;
    private final LogStore folder;
    private volatile DatabaseRecord info;

    HostedDatabase(Identity identity, ModuleHost host, LogStore folder, DatabaseRecord info) {
        this.identity = identity;
        this.host = host;
        this.folder = folder;
        this.info = info;
    }

    public Identity identity() {
        return identity;
    }

    public Identity owner() {
        return info.owner();
    }

    public List<String> names() {
        return info.names();
    }

    public boolean isLocked() {
        return info.isLocked();
    }

    public ModuleHost host() {
        return host;
    }

    DatabaseRecord info() {
        return info;
    }

    /** Makes {@code next} the record, durably. */
    void replace(DatabaseRecord next) {
        folder.replace(DatabaseRecord.FILE, next.encode());
        info = next;
    }
}
