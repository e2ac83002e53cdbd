package dev.stele.host.module;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.SystemTables;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.table.RowCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a database keeps about itself: its program and the clients it has. */
public final class StoredProgram {

    /** A connected client. */
    record Client(Identity identity, ConnectionId connection) {}

    private StoredProgram() {}

    /** Who the database is, and whose; empty for one without a module. */
    public static Optional<DatabaseInfo> info(CommittedState state) {
        RowCursor rows = state.systemTable(SystemTables.MODULE).scan();
        if (!rows.next()) {
            return Optional.empty();
        }
        BsatnReader in = new BsatnReader(rows.page(), rows.offset(), rows.length());
        return Optional.of(new DatabaseInfo(in.identity(), in.identity()));
    }

    static Optional<Program> read(CommittedState state) {
        RowCursor rows = state.systemTable(SystemTables.MODULE).scan();
        if (!rows.next()) {
            return Optional.empty();
        }
        BsatnReader in = new BsatnReader(rows.page(), rows.offset(), rows.length());
        in.skip(2 * Identity.WIDTH_BYTES);
        Program.Kind kind = Program.Kind.of(in.u8());
        in.skip(32);
        Bytes program = in.bytes();
        return Optional.of(new Program(kind, program));
    }

    static List<Client> clients(CommittedState state) {
        List<Client> out = new ArrayList<>();
        RowCursor rows = state.systemTable(SystemTables.CLIENT).scan();
        while (rows.next()) {
            BsatnReader in = new BsatnReader(rows.page(), rows.offset(), rows.length());
            out.add(new Client(in.identity(), in.connectionId()));
        }
        return out;
    }
}
