package dev.stele.host.module;

import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.SchemaEditor;
import dev.stele.host.datastore.VisibilityRule;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.query.QueryException;
import dev.stele.host.query.SqlCompiler;
import dev.stele.host.query.TableRights;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.SchemaChange;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.ViewDef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Brings a database's schema to what a module declares, within one transaction. */
final class ModuleInstaller {

    private ModuleInstaller() {}

    /**
     * Creates the tables and views that {@code next} has and {@code old} had not, drops the views
     * that it has not or that have changed, and makes it the module.
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
        List<ViewDef> oldViews = old.map(module -> module.def().views()).orElse(List.of());
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
        List<ViewDef> createdViews =
                next.def().views().stream().filter(view -> !isKept(view, oldViews)).toList();
        createdViews.stream()
                .map(ViewDef::name)
                .sorted(Comparator.naturalOrder())
                .forEach(name -> log.system("Creating table for view `" + name + "`"));
        List<String> gone =
                oldViews.stream()
                        .filter(view -> !isKept(view, next.def().views()))
                        .map(ViewDef::name)
                        .toList();
        editor.dropViews(
                tx.catalog().views().stream()
                        .filter(view -> gone.contains(view.schema().name()))
                        .toList());
        editor.createTables(created);
        editor.createViews(createdViews);
        editor.setRules(rules(tx, next.def().rowLevelSecurity()));
        editor.setModule(
                info.identity(),
                info.owner(),
                next.program().kind().code(),
                next.hash(),
                next.program().bytes());
    }

    /** Whether {@code others} have the same view, so that its backing table can stay. */
    private static boolean isKept(ViewDef view, List<ViewDef> others) {
        return others.stream()
                .anyMatch(other ->
                        other.table().equals(view.table())
                                && other.isAnonymous() == view.isAnonymous()
                                && other.params().equals(view.params()));
    }

    /** The rules with the tables that they are about, each checked as somebody without rights. */
    private static List<VisibilityRule> rules(MutTx tx, List<String> declared) {
        TableRights anybody = new TableRights(tx.catalog(), Identity.ZERO, false);
        List<VisibilityRule> out = new ArrayList<>();
        for (String sql : declared.stream().distinct().toList()) {
            try {
                out.add(new VisibilityRule(SqlCompiler.ruledTable(sql, anybody), sql));
            } catch (QueryException e) {
                throw new HostException(
                        ErrorCode.INVALID_MODULE,
                        "row-level security rule `" + sql + "`: " + e.getMessage());
            }
        }
        return out;
    }
}
