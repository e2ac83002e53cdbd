package dev.stele.host.schema.validation;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.SequenceDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.raw.RawConstraintDef;
import dev.stele.host.schema.raw.RawIndexDef;
import dev.stele.host.schema.raw.RawModuleDefV10.DefaultValue;
import dev.stele.host.schema.raw.RawModuleDefV10.Table;
import dev.stele.host.schema.raw.RawSequenceDef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Validates one table. Used once. */
final class TableValidator {

    private static final String SYSTEM_PREFIX = "st_";

    private final Errors errors;
    private final Names names;
    private final Naming naming;
    private final Types types;
    private final boolean namesAreFinal;
    private final Table raw;
    private final String name;

    TableValidator(
            Errors errors,
            Names names,
            Naming naming,
            Types types,
            boolean namesAreFinal,
            Table raw) {
        this.errors = errors;
        this.names = names;
        this.naming = naming;
        this.types = types;
        this.namesAreFinal = namesAreFinal;
        this.raw = raw;
        this.name = naming.table(raw.sourceName());
    }

    /** The table without its schedule; empty when errors were added. */
    Optional<TableDef> validate() {
        int errorsBefore = errors.additions();
        Optional<Product> product = types.product(raw.productTypeRef());
        if (product.isEmpty()) {
            errors.add(
                    Rule.ROW_TYPE_REF,
                    raw.sourceName(),
                    "Table "
                            + raw.sourceName()
                            + " has invalid product_type_ref "
                            + TypeText.ref(raw.productTypeRef()));
            return Optional.empty();
        }
        if (!names.check(name)) {
            return Optional.empty();
        }
        Product row = product.get();
        List<ColumnDef> columns = columns(row);
        if (errors.additions() > errorsBefore) {
            return Optional.empty();
        }
        int before = errors.additions();
        List<IndexDef> indexes = raw.indexes().stream().flatMap(i -> index(row, i)).toList();
        boolean indexesOk = errors.additions() == before;
        before = errors.additions();
        List<ConstraintDef> constraints =
                raw.constraints().stream().flatMap(c -> constraint(row, c)).toList();
        OptionalInt primaryKey = OptionalInt.empty();
        if (errors.additions() == before) {
            primaryKey = primaryKey(row, constraints);
        }
        if (indexesOk && errors.additions() == before) {
            Set<Set<Integer>> indexed =
                    indexes.stream().map(i -> Set.copyOf(i.columns())).collect(Collectors.toSet());
            constraints.forEach(c -> checkHasIndex(c, indexed));
        }
        List<SequenceDef> sequences = sequences(row);
        takeName();
        List<ColumnDef> withDefaults = withDefaults(columns);
        return errors.additions() > errorsBefore
                ? Optional.empty()
                : Optional.of(
                        new TableDef(
                                name,
                                raw.sourceName(),
                                withDefaults,
                                primaryKey,
                                indexes,
                                constraints,
                                sequences,
                                Optional.empty(),
                                raw.isPublic(),
                                raw.isEvent(),
                                raw.isSystem(),
                                raw.productTypeRef()));
    }

    private void takeName() {
        names.check(raw.sourceName());
        if (!names.take(raw.sourceName())) {
            return;
        }
        if (!raw.isSystem() && name.startsWith(SYSTEM_PREFIX)) {
            errors.add(
                    Rule.TABLE_NAME_RESERVED,
                    name,
                    "Table name is reserved for system use: " + name);
        } else if (!name.equals(raw.sourceName())) {
            names.take(name);
        }
    }

    private List<ColumnDef> columns(Product row) {
        Product source = types.sourceProduct(raw.productTypeRef()).orElseThrow();
        if (row.elements().size() > Limits.COLUMNS_MAX) {
            errors.add(
                    Rule.LIMIT,
                    name,
                    "table `"
                            + name
                            + "` has "
                            + row.elements().size()
                            + " columns, expected at most "
                            + Limits.COLUMNS_MAX);
            return List.of();
        }
        return columnsOf(errors, names, types, raw.sourceName(), raw.productTypeRef(), source, row);
    }

    /** The columns that the row type at {@code ref} makes for a table or view {@code owner}. */
    static List<ColumnDef> columnsOf(
            Errors errors,
            Names names,
            Types types,
            String owner,
            int ref,
            Product source,
            Product row) {
        List<ColumnDef> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < row.elements().size(); i++) {
            Optional<String> sourceName = source.elements().get(i).name();
            types.checkUse(Types.location(ref), source.elements().get(i).type());
            if (sourceName.isEmpty()) {
                errors.add(
                        Rule.UNNAMED_COLUMN,
                        owner,
                        "table `"
                                + owner
                                + "` has unnamed column `"
                                + i
                                + "`, which is forbidden.");
                continue;
            }
            String canonicalName = row.elements().get(i).name().orElseThrow();
            if (names.check(sourceName.get()) && names.check(canonicalName)) {
                if (!seen.add(canonicalName)) {
                    errors.add(
                            Rule.DUPLICATE_NAME,
                            owner + "." + canonicalName,
                            "name `"
                                    + canonicalName
                                    + "` is used for multiple columns of `"
                                    + owner
                                    + "`");
                }
                AlgebraicType type =
                        types.resolve(Types.location(ref), row.elements().get(i).type());
                columns.add(new ColumnDef(canonicalName, sourceName.get(), type, Optional.empty()));
            }
        }
        return columns;
    }

    private Stream<IndexDef> index(Product row, RawIndexDef index) {
        if (hasTooManyColumns("an index", index.algorithm().columns())) {
            return Stream.empty();
        }
        String generated = Naming.generatedIndex(name, row, index.algorithm());
        String sourceName = index.name().orElse(generated);
        if (!names.take(sourceName)) {
            return Stream.empty();
        }
        String indexName =
                namesAreFinal ? sourceName : naming.explicitIndex(sourceName).orElse(generated);
        if (!namesAreFinal && !names.check(indexName)) {
            return Stream.empty();
        }
        if (!indexName.equals(sourceName) && !names.take(indexName)) {
            return Stream.empty();
        }
        List<Integer> columns = index.algorithm().columns();
        if (columns.isEmpty()) {
            errors.add(
                    Rule.EMPTY_INDEX,
                    indexName,
                    "index `" + indexName + "` has no columns, expected at least one");
        }
        if (checkColumns(row, indexName, columns)) {
            if (index.algorithm().kind() == IndexKind.DIRECT) {
                checkDirect(row, indexName, columns.getFirst());
            }
            index.accessorName().ifPresent(names::check);
        }
        return Stream.of(
                new IndexDef(
                        indexName,
                        sourceName,
                        index.accessorName(),
                        index.algorithm().kind(),
                        columns));
    }

    private boolean hasTooManyColumns(String what, List<Integer> columns) {
        boolean isTooMany = columns.size() > Limits.INDEX_COLUMNS_MAX;
        if (isTooMany) {
            errors.add(
                    Rule.LIMIT,
                    name,
                    "table `"
                            + name
                            + "` has "
                            + what
                            + " of "
                            + columns.size()
                            + " columns, expected at most "
                            + Limits.INDEX_COLUMNS_MAX);
        }
        return isTooMany;
    }

    private void checkDirect(Product row, String index, int column) {
        AlgebraicType type = row.elements().get(column).type();
        AlgebraicType target =
                type instanceof AlgebraicType.Ref ref ? types.at(ref.index()).orElse(type) : type;
        boolean isSmall =
                target == Primitive.U8
                        || target == Primitive.U16
                        || target == Primitive.U32
                        || target == Primitive.U64
                        || (target instanceof AlgebraicType.Sum sum && sum.isPlainEnum());
        if (!isSmall) {
            errors.add(
                    Rule.DIRECT_INDEX_TYPE,
                    index,
                    "Direct index does not support type `"
                            + TypeText.of(type)
                            + "` in column `"
                            + columnName(row, column)
                            + "` in index `"
                            + index
                            + "`");
        }
    }

    private Stream<ConstraintDef> constraint(Product row, RawConstraintDef constraint) {
        if (hasTooManyColumns("a constraint", constraint.columns())) {
            return Stream.empty();
        }
        String generated = Naming.generatedConstraint(name, row, constraint.columns());
        String constraintName = namesAreFinal ? constraint.name().orElse(generated) : generated;
        boolean columnsOk = checkColumns(row, constraintName, constraint.columns());
        return names.take(constraintName) && columnsOk
                ? Stream.of(new ConstraintDef(constraintName, constraint.columns()))
                : Stream.empty();
    }

    private OptionalInt primaryKey(Product row, List<ConstraintDef> constraints) {
        if (raw.primaryKey().size() > 1) {
            errors.add(
                    Rule.REPEATED_PRIMARY_KEY,
                    raw.sourceName(),
                    "table `" + raw.sourceName() + "` has multiple primary key annotations");
            return OptionalInt.empty();
        }
        if (raw.primaryKey().isEmpty()) {
            return OptionalInt.empty();
        }
        int column = raw.primaryKey().getFirst();
        if (checkColumn(row, raw.sourceName(), column)
                && constraints.stream().noneMatch(c -> c.columns().equals(List.of(column)))) {
            errors.add(
                    Rule.PRIMARY_KEY_NOT_UNIQUE,
                    columnText(row, column),
                    columnText(row, column) + " is primary key but has no unique constraint");
        }
        return OptionalInt.of(column);
    }

    private void checkHasIndex(ConstraintDef constraint, Set<Set<Integer>> indexed) {
        if (!indexed.contains(Set.copyOf(constraint.columns()))) {
            errors.add(
                    Rule.UNIQUE_WITHOUT_INDEX,
                    constraint.name(),
                    "No index found to support unique constraint `"
                            + constraint.name()
                            + "` for columns `{"
                            + columnIds(constraint.columns().stream().sorted().toList())
                            + "}`");
        }
    }

    private List<SequenceDef> sequences(Product row) {
        List<SequenceDef> sequences = new ArrayList<>();
        Set<Integer> columns = new HashSet<>();
        for (RawSequenceDef sequence : raw.sequences()) {
            String generated = Naming.generatedSequence(name, row, sequence.column());
            String sequenceName = namesAreFinal ? sequence.name().orElse(generated) : generated;
            if (checkColumn(row, sequenceName, sequence.column())) {
                checkSequenceColumn(row, sequenceName, sequence.column(), columns);
            }
            checkRange(sequenceName, sequence);
            names.take(sequenceName);
            sequences.add(sequenceOf(sequenceName, sequence));
        }
        return sequences;
    }

    private void checkSequenceColumn(
            Product row, String sequence, int column, Set<Integer> columnsSoFar) {
        AlgebraicType type = row.elements().get(column).type();
        if (!(type instanceof Primitive primitive && primitive.isInteger())) {
            errors.add(
                    Rule.SEQUENCE_COLUMN_TYPE,
                    sequence,
                    "invalid sequence column type: "
                            + columnText(row, column)
                            + " with type `"
                            + TypeText.of(type)
                            + "` in sequence `"
                            + sequence
                            + "`");
        } else if (!columnsSoFar.add(column)) {
            errors.add(
                    Rule.ONE_AUTO_INC,
                    columnText(row, column),
                    "Attempt to define "
                            + columnText(row, column)
                            + " with more than 1 auto_inc sequence");
        }
    }

    private void checkRange(String sequence, RawSequenceDef raw) {
        if (isAbove(raw.min(), raw.start())
                || isAbove(raw.start(), raw.max())
                || isAbove(raw.min(), raw.max())) {
            errors.add(
                    Rule.SEQUENCE_RANGE,
                    sequence,
                    "invalid sequence range information: expected "
                            + optionText(raw.min())
                            + " <= "
                            + optionText(raw.start())
                            + " <= "
                            + optionText(raw.max())
                            + " in sequence `"
                            + sequence
                            + "`");
        }
        if (raw.increment().signum() == 0) {
            errors.add(
                    Rule.SEQUENCE_RANGE,
                    sequence,
                    "sequence `" + sequence + "` has increment 0, expected another number");
        }
    }

    private static boolean isAbove(Optional<BigInteger> a, Optional<BigInteger> b) {
        return a.isPresent() && b.isPresent() && a.get().compareTo(b.get()) > 0;
    }

    private static String optionText(Optional<BigInteger> value) {
        return value.map(v -> "Some(" + v + ")").orElse("None");
    }

    private static SequenceDef sequenceOf(String name, RawSequenceDef raw) {
        BigInteger max = raw.max().orElse(SequenceDef.MAX_DEFAULT);
        BigInteger upper = raw.start().orElse(max).min(max);
        BigInteger min = raw.min().orElse(BigInteger.ONE.min(upper));
        BigInteger start = raw.start().orElse(BigInteger.ONE.max(min).min(max));
        return new SequenceDef(
                name,
                raw.column(),
                start,
                min,
                max,
                raw.increment(),
                new SequenceDef.Declared(raw.start(), raw.min(), raw.max()));
    }

    private List<ColumnDef> withDefaults(List<ColumnDef> columns) {
        Map<Integer, Bytes> values = new HashMap<>();
        for (DefaultValue value : raw.defaultValues()) {
            int column = value.column();
            if (column >= columns.size()) {
                addColumnNotFound(raw.sourceName(), column);
                continue;
            }
            try {
                BsatnReader in = new BsatnReader(value.value());
                in.skipValue(columns.get(column).type());
                values.put(column, value.value());
            } catch (DecodeException e) {
                errors.add(
                        Rule.DEFAULT_VALUE,
                        raw.sourceName() + " " + column,
                        "Failed to deserialize default value for table "
                                + raw.sourceName()
                                + " column "
                                + column
                                + ": "
                                + e.getMessage());
            }
        }
        List<ColumnDef> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnDef column = columns.get(i);
            all.add(
                    new ColumnDef(
                            column.name(),
                            column.sourceName(),
                            column.type(),
                            Optional.ofNullable(values.get(i))));
        }
        return all;
    }

    private boolean checkColumns(Product row, String def, List<Integer> columns) {
        boolean allFound = true;
        for (int column : columns) {
            allFound &= checkColumn(row, def, column);
        }
        if (allFound && Set.copyOf(columns).size() != columns.size()) {
            errors.add(
                    Rule.DUPLICATE_COLUMNS,
                    def,
                    "def `" + def + "` has duplicate columns: [" + columnIds(columns) + "]");
            return false;
        }
        return allFound;
    }

    private boolean checkColumn(Product row, String def, int column) {
        if (column < row.elements().size()) {
            return true;
        }
        addColumnNotFound(def, column);
        return false;
    }

    private void addColumnNotFound(String def, int column) {
        errors.add(
                Rule.COLUMN_NOT_FOUND,
                raw.sourceName() + " " + def,
                "column `"
                        + column
                        + "` referenced by def "
                        + def
                        + " not found in table `"
                        + raw.sourceName()
                        + "`");
    }

    private static String columnIds(List<Integer> columns) {
        return columns.stream().map(c -> "ColId(" + c + ")").collect(Collectors.joining(", "));
    }

    private String columnText(Product row, int column) {
        return "table `" + raw.sourceName() + "` column `" + columnName(row, column) + "`";
    }

    private static String columnName(Product row, int column) {
        return row.elements().get(column).name().orElse(Integer.toString(column));
    }
}
