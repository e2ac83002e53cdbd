package dev.stele.host.schema;

import dev.stele.host.sats.Typespace;
import java.util.List;
import java.util.Optional;

/**
 * A module's declaration, validated: names canonical, types resolved, references sound.
 *
 * <p>{@code views} and {@code procedures} hold the names of what the module declares of those
 * kinds.
 */
public record ModuleDef(
        Typespace typespace,
        List<TableDef> tables,
        List<ReducerDef> reducers,
        List<String> views,
        List<String> procedures,
        List<String> httpHandlers,
        List<String> submodules,
        List<String> rowLevelSecurity) {
    public ModuleDef {
        tables = List.copyOf(tables);
        reducers = List.copyOf(reducers);
        views = List.copyOf(views);
        procedures = List.copyOf(procedures);
        httpHandlers = List.copyOf(httpHandlers);
        submodules = List.copyOf(submodules);
        rowLevelSecurity = List.copyOf(rowLevelSecurity);
    }

    /** The reducer bound to {@code event}. */
    public Optional<ReducerDef> lifecycleReducer(Lifecycle event) {
        return reducers.stream()
                .filter(r -> r.lifecycle().filter(event::equals).isPresent())
                .findFirst();
    }
}
