package dev.stele.host.schema.validation;

import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.schema.raw.RawModuleDefV10.ViewPrimaryKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The primary keys of views: declared ones, and for query views that of the only table with the
 * same row type.
 */
final class ViewKeys {

    private final Errors errors;
    private final Naming naming;

    ViewKeys(Errors errors, Naming naming) {
        this.errors = errors;
        this.naming = naming;
    }

    List<ViewDef> attach(List<ViewDef> views, List<ViewPrimaryKey> keys, List<TableDef> tables) {
        Map<String, OptionalInt> declared = new HashMap<>();
        for (ViewPrimaryKey key : keys) {
            String name = naming.function(key.viewName());
            var view = views.stream().filter(v -> v.name().equals(name)).findFirst();
            if (view.isEmpty()) {
                errors.add(
                        Rule.VIEW_KEY_WITHOUT_VIEW,
                        key.viewName(),
                        "View "
                                + key.viewName()
                                + " referenced by primary key definition not found");
            } else if (declared.containsKey(name)) {
                errors.add(
                        Rule.REPEATED_VIEW_KEY,
                        key.viewName(),
                        "View " + key.viewName() + " has multiple primary key definitions");
            } else {
                declared.put(name, columnOf(key, view.get()));
            }
        }
        return views.stream()
                .map(view ->
                        withKey(
                                view,
                                declared.getOrDefault(
                                        view.name(), ModuleDef.inheritedKey(view, tables))))
                .toList();
    }

    private OptionalInt columnOf(ViewPrimaryKey key, ViewDef view) {
        if (key.columns().size() > 1) {
            errors.add(
                    Rule.VIEW_KEY_OF_SEVERAL_COLUMNS,
                    key.viewName(),
                    "View "
                            + key.viewName()
                            + " has multiple primary key columns: "
                            + key.columns().stream()
                                    .map(c -> "\"" + c + "\"")
                                    .collect(Collectors.joining(", ", "[", "]")));
            return OptionalInt.empty();
        }
        if (key.columns().isEmpty()) {
            return OptionalInt.empty();
        }
        String column = key.columns().getFirst();
        for (int i = 0; i < view.columns().size(); i++) {
            ColumnDef candidate = view.columns().get(i);
            if (candidate.sourceName().equals(column) || candidate.name().equals(column)) {
                return OptionalInt.of(i);
            }
        }
        errors.add(
                Rule.VIEW_KEY_COLUMN_NOT_FOUND,
                key.viewName(),
                "Primary key column " + column + " for view " + key.viewName() + " not found");
        return OptionalInt.empty();
    }

    private static ViewDef withKey(ViewDef view, OptionalInt key) {
        return new ViewDef(
                view.name(),
                view.sourceName(),
                view.index(),
                view.isPublic(),
                view.isAnonymous(),
                view.params(),
                view.returns(),
                view.columns(),
                key,
                view.rowTypeRef(),
                view.declaredParams());
    }
}
