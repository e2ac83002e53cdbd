package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.raw.RawIndexAlgorithm;
import dev.stele.host.schema.raw.RawModuleDefV10.ExplicitName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From source names to canonical names, and the names of what has none of its own. */
final class Naming {

    private final CaseConversionPolicy policy;
    private final Map<String, String> tables = new HashMap<>();
    private final Map<String, String> functions = new HashMap<>();
    private final Map<String, String> indexes = new HashMap<>();

    Naming(CaseConversionPolicy policy, List<ExplicitName> explicitNames) {
        this.policy = policy;
        for (ExplicitName entry : explicitNames) {
            Map<String, String> names =
                    switch (entry.kind()) {
                        case TABLE -> tables;
                        case FUNCTION -> functions;
                        case INDEX -> indexes;
                    };
            names.put(entry.sourceName(), entry.canonicalName());
        }
    }

    String table(String sourceName) {
        return tables.getOrDefault(sourceName, plain(sourceName));
    }

    String function(String sourceName) {
        return functions.getOrDefault(sourceName, plain(sourceName));
    }

    /** The name that the module chose itself for an index. */
    Optional<String> explicitIndex(String sourceName) {
        return Optional.ofNullable(indexes.get(sourceName));
    }

    /** The name of a column, field or parameter. */
    String plain(String sourceName) {
        return switch (policy) {
            case NONE -> sourceName;
            case SNAKE_CASE -> CaseConversion.snake(sourceName);
        };
    }

    String variant(String sourceName) {
        return switch (policy) {
            case NONE -> sourceName;
            case SNAKE_CASE -> CaseConversion.camel(sourceName);
        };
    }

    String type(String sourceName) {
        return switch (policy) {
            case NONE -> sourceName;
            case SNAKE_CASE -> CaseConversion.pascal(sourceName);
        };
    }

    /** The typespace with canonical names of fields and variants. */
    Typespace canonical(Typespace source) {
        return new Typespace(source.types().stream().map(this::canonical).toList());
    }

    private AlgebraicType canonical(AlgebraicType type) {
        if (isSpecial(type)) {
            return type;
        }
        return switch (type) {
            case Product product ->
                    new Product(
                            product.elements().stream()
                                    .map(e ->
                                            new AlgebraicType.Element(
                                                    e.name().map(this::plain), canonical(e.type())))
                                    .toList());
            case AlgebraicType.Sum sum ->
                    new AlgebraicType.Sum(
                            sum.variants().stream()
                                    .map(v ->
                                            new AlgebraicType.Variant(
                                                    v.name().map(this::variant),
                                                    canonical(v.type())))
                                    .toList());
            case AlgebraicType.Array array -> new AlgebraicType.Array(canonical(array.element()));
            case AlgebraicType.Ref ref -> ref;
            case AlgebraicType.Primitive primitive -> primitive;
        };
    }

    /** Whether the names inside {@code type} have a meaning to the host. */
    static boolean isSpecial(AlgebraicType type) {
        return SpecialType.of(type).isPresent()
                || SpecialType.optionPayload(type).isPresent()
                || SpecialType.isResult(type)
                || SpecialType.SCHEDULE_AT.equals(type);
    }

    static String generatedIndex(String table, Product row, RawIndexAlgorithm algorithm) {
        return table
                + "_"
                + columns(row, algorithm.columns())
                + "_idx_"
                + algorithm.kind().suffix();
    }

    static String generatedConstraint(String table, Product row, List<Integer> columns) {
        return table + "_" + columns(row, columns) + "_key";
    }

    static String generatedSequence(String table, Product row, int column) {
        return table + "_" + column(row, column) + "_seq";
    }

    static String generatedSchedule(String table) {
        return table + "_sched";
    }

    private static String columns(Product row, List<Integer> columns) {
        return columns.stream().map(c -> column(row, c)).collect(Collectors.joining("_"));
    }

    private static String column(Product row, int column) {
        return column < row.elements().size()
                ? row.elements().get(column).name().orElse("col_" + column)
                : "col_" + column;
    }
}
