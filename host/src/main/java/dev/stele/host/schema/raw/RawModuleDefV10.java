package dev.stele.host.schema.raw;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.HttpMethod;
import dev.stele.host.schema.Lifecycle;
import java.util.List;
import java.util.Optional;

/** Version 10 of the format: names as in the module's source, sections in any order. */
public record RawModuleDefV10(List<Section> sections) implements RawModuleDef {
    static final int TAG = 2;

    public RawModuleDefV10 {
        sections = List.copyOf(sections);
    }

    /** A part of the definition. The wire tag of each is its constant {@code TAG}. */
    public sealed interface Section {

        record TypespaceSection(Typespace typespace) implements Section {
            static final int TAG = 0;
        }

        record Types(List<RawTypeDef> types) implements Section {
            static final int TAG = 1;

            public Types {
                types = List.copyOf(types);
            }
        }

        record Tables(List<Table> tables) implements Section {
            static final int TAG = 2;

            public Tables {
                tables = List.copyOf(tables);
            }
        }

        record Reducers(List<Reducer> reducers) implements Section {
            static final int TAG = 3;

            public Reducers {
                reducers = List.copyOf(reducers);
            }
        }

        record Procedures(List<Procedure> procedures) implements Section {
            static final int TAG = 4;

            public Procedures {
                procedures = List.copyOf(procedures);
            }
        }

        record Views(List<RawViewDef> views) implements Section {
            static final int TAG = 5;

            public Views {
                views = List.copyOf(views);
            }
        }

        record Schedules(List<Schedule> schedules) implements Section {
            static final int TAG = 6;

            public Schedules {
                schedules = List.copyOf(schedules);
            }
        }

        record LifecycleReducers(List<LifecycleReducer> reducers) implements Section {
            static final int TAG = 7;

            public LifecycleReducers {
                reducers = List.copyOf(reducers);
            }
        }

        record RowLevelSecurity(List<String> queries) implements Section {
            static final int TAG = 8;

            public RowLevelSecurity {
                queries = List.copyOf(queries);
            }
        }

        record CasePolicy(CaseConversionPolicy policy) implements Section {
            static final int TAG = 9;
        }

        record ExplicitNames(List<ExplicitName> entries) implements Section {
            static final int TAG = 10;

            public ExplicitNames {
                entries = List.copyOf(entries);
            }
        }

        record HttpHandlers(List<String> sourceNames) implements Section {
            static final int TAG = 11;

            public HttpHandlers {
                sourceNames = List.copyOf(sourceNames);
            }
        }

        record HttpRoutes(List<HttpRoute> routes) implements Section {
            static final int TAG = 12;

            public HttpRoutes {
                routes = List.copyOf(routes);
            }
        }

        record ViewPrimaryKeys(List<ViewPrimaryKey> keys) implements Section {
            static final int TAG = 13;

            public ViewPrimaryKeys {
                keys = List.copyOf(keys);
            }
        }

        record Submodules(List<Submodule> submodules) implements Section {
            static final int TAG = 14;

            public Submodules {
                submodules = List.copyOf(submodules);
            }
        }
    }

    /** A table whose columns are the fields of the product at {@code productTypeRef}. */
    public record Table(
            String sourceName,
            int productTypeRef,
            List<Integer> primaryKey,
            List<RawIndexDef> indexes,
            List<RawConstraintDef> constraints,
            List<RawSequenceDef> sequences,
            boolean isSystem,
            boolean isPublic,
            List<DefaultValue> defaultValues,
            boolean isEvent) {
        public Table {
            primaryKey = List.copyOf(primaryKey);
            indexes = List.copyOf(indexes);
            constraints = List.copyOf(constraints);
            sequences = List.copyOf(sequences);
            defaultValues = List.copyOf(defaultValues);
        }
    }

    /** A default value of a column, as BSATN of the column's type. */
    public record DefaultValue(int column, Bytes value) {}

    /** A reducer; {@code okType} must be unit and {@code errType} String. */
    public record Reducer(
            String sourceName,
            AlgebraicType.Product params,
            boolean isClientCallable,
            AlgebraicType okType,
            AlgebraicType errType) {}

    /** A procedure. */
    public record Procedure(
            String sourceName,
            AlgebraicType.Product params,
            AlgebraicType returnType,
            boolean isClientCallable) {}

    /** That rows of a table call a function at the time in {@code atColumn}. */
    public record Schedule(
            Optional<String> sourceName, String tableName, int atColumn, String functionName) {}

    /** That a reducer runs at an event. */
    public record LifecycleReducer(Lifecycle event, String functionName) {}

    /** A canonical name that the module chose itself. */
    public record ExplicitName(Kind kind, String sourceName, String canonicalName) {

        /** What is named; the wire tag is the position. */
        public enum Kind {
            TABLE,
            FUNCTION,
            INDEX
        }
    }

    /** A path that a handler answers, for one method or, when empty, for any. */
    public record HttpRoute(String handler, Optional<HttpMethod> method, String path) {}

    /** The primary key of a view, as source names of columns. */
    public record ViewPrimaryKey(String viewName, List<String> columns) {
        public ViewPrimaryKey {
            columns = List.copyOf(columns);
        }
    }

    /** A library module under a namespace. */
    public record Submodule(String namespace, RawModuleDefV10 module) {}
}
