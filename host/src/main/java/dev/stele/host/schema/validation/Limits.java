package dev.stele.host.schema.validation;

import java.util.Collection;

/**
 * How much a module may declare. The numbers are far above what people write, and low enough that a
 * definition made to cause harm is checked in no time.
 */
public final class Limits {

    /** Tables of a module. */
    public static final int TABLES_MAX = 4_096;

    /** Columns of a table. */
    public static final int COLUMNS_MAX = 2_048;

    /** Indexes, constraints or sequences of a table. */
    public static final int PARTS_OF_TABLE_MAX = 1_024;

    /** Columns of an index or constraint. */
    public static final int INDEX_COLUMNS_MAX = 64;

    /** UTF-16 units of a name. */
    public static final int NAME_CHARS_MAX = 1_024;

    /** Functions of one kind, and everything else that is listed beside tables. */
    public static final int FUNCTIONS_MAX = 8_192;

    /** Types of a typespace, and named types. */
    public static final int TYPES_MAX = 65_536;

    /** Bytes of the namespace of a submodule. */
    public static final int NAMESPACE_BYTES_MAX = 63;

    private Limits() {}

    static void check(Declaration declared, Errors errors) {
        if (declared.typespaces > 1) {
            errors.add(Rule.LIMIT, "module has several typespaces, expected one");
        }
        declared.typespace.ifPresent(t -> check("types", t.types(), TYPES_MAX, errors));
        check("named types", declared.types, TYPES_MAX, errors);
        check("tables", declared.tables, TABLES_MAX, errors);
        check("reducers", declared.reducers, FUNCTIONS_MAX, errors);
        check("procedures", declared.procedures, FUNCTIONS_MAX, errors);
        check("views", declared.views, FUNCTIONS_MAX, errors);
        check("schedules", declared.schedules, TABLES_MAX, errors);
        check("lifecycle reducers", declared.lifecycles, FUNCTIONS_MAX, errors);
        check("visibility rules", declared.rowLevelSecurity, FUNCTIONS_MAX, errors);
        check("HTTP handlers", declared.httpHandlers, FUNCTIONS_MAX, errors);
        check("HTTP routes", declared.httpRoutes, FUNCTIONS_MAX, errors);
        check("view primary keys", declared.viewPrimaryKeys, FUNCTIONS_MAX, errors);
        check("submodules", declared.submodules, FUNCTIONS_MAX, errors);
        declared.tables.forEach(table -> {
            check("indexes of a table", table.indexes(), errors);
            check("constraints of a table", table.constraints(), errors);
            check("sequences of a table", table.sequences(), errors);
        });
    }

    /** Checks a list of parts of one table. */
    static void check(String what, Collection<?> parts, Errors errors) {
        check(what, parts, PARTS_OF_TABLE_MAX, errors);
    }

    private static void check(String what, Collection<?> parts, int max, Errors errors) {
        if (parts.size() > max) {
            errors.add(
                    Rule.LIMIT,
                    what,
                    "module has " + parts.size() + " " + what + ", expected at most " + max);
        }
    }
}
