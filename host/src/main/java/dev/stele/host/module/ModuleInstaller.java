package dev.stele.host.module;

import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.SchemaEditor;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.schema.SchemaChange;
import dev.stele.host.schema.TableDef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Brings a database's schema to what a module declares, within one transaction. */
final class ModuleInstaller {

    private ModuleInstaller() {}

    /**
     * Creates the tables that {@code next} has and {@code old} had not, and makes it the module.
     *
     * @throws HostException UPDATE_REJECTED listing the differences that cannot be carried out
     */
    static void apply(
            MutTx tx,
            DatabaseInfo info,
            Optional<LoadedModule> old,
            LoadedModule next,
            ModuleLog log) {
        SchemaEditor editor = new SchemaEditor(tx);
        List<TableDef> created;
        if (old.isEmpty()) {
            editor.bootstrap();
            created = next.def().tables();
        } else {
            SchemaChange change = SchemaChange.between(old.get().def(), next.def());
            if (!change.tableDifferences().isEmpty()) {
                throw new HostException(
                        ErrorCode.UPDATE_REJECTED,
                        "Database update rejected: "
                                + String.join("; ", change.tableDifferences()));
            }
            created = change.addedTables();
        }
        created.stream()
                .map(TableDef::name)
                .sorted(Comparator.naturalOrder())
                .forEach(name -> log.system("Creating table `" + name + "`"));
        editor.createTables(created);
        editor.setModule(
                info.identity(),
                info.owner(),
                next.program().kind().code(),
                next.hash(),
                next.program().bytes());
    }
}
