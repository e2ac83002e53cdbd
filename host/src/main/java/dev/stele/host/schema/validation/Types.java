package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.sats.Typespace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types of one definition: whether clients can be generated for them, and their resolved form.
 *
 * <p>Resolving replaces references by copies, which can grow without bounds: n types that each hold
 * the one before twice make 2^n parts. So sizes are counted first, and their sum is limited.
 */
final class Types {

    /** Parts that all resolved types of a definition may have together. */
    static final long RESOLVED_PARTS_MAX = 1 << 20;

    private static final long PARTS_UNKNOWN = -1;

    private final Errors errors;
    private final Typespace source;
    private final Typespace canonical;
    private final Set<Integer> declared;
    private final Map<Integer, Long> partsOfRef = new HashMap<>();
    private long partsUsed;

    Types(Errors errors, Typespace source, Naming naming, Set<Integer> declared) {
        this.errors = errors;
        this.source = source;
        this.canonical = naming.canonical(source);
        this.declared = declared;
    }

    /** The typespace with canonical names. */
    Typespace canonical() {
        return canonical;
    }

    /** The product at {@code ref}, with canonical names. */
    Optional<Product> product(int ref) {
        return at(canonical, ref).filter(Product.class::isInstance).map(Product.class::cast);
    }

    /** The product at {@code ref}, with source names. */
    Optional<Product> sourceProduct(int ref) {
        return at(source, ref).filter(Product.class::isInstance).map(Product.class::cast);
    }

    Optional<AlgebraicType> at(int ref) {
        return at(canonical, ref);
    }

    private static Optional<AlgebraicType> at(Typespace typespace, int ref) {
        return ref >= 0 && ref < typespace.types().size()
                ? Optional.of(typespace.types().get(ref))
                : Optional.empty();
    }

    /** Checks that a client can hold a value of {@code type}, found at {@code location}. */
    void checkUse(String location, AlgebraicType type) {
        switch (type) {
            case AlgebraicType.Primitive _ -> {}
            case AlgebraicType.Array array -> checkUse(location, array.element());
            case AlgebraicType.Ref ref -> {
                if (at(source, ref.index()).isEmpty()) {
                    add(location, "internal codegen error: invalid AlgebraicTypeRef");
                } else if (!declared.contains(ref.index())) {
                    add(
                            location,
                            "the type at " + TypeText.ref(ref.index()) + " has no declared name");
                }
            }
            case Product product -> {
                if (!product.elements().isEmpty() && SpecialType.of(product).isEmpty()) {
                    addAnonymous(location, type);
                }
            }
            case AlgebraicType.Sum sum -> {
                if (SpecialType.optionPayload(sum).isPresent() || SpecialType.isResult(sum)) {
                    sum.variants().forEach(v -> checkUse(location, v.type()));
                } else if (!sum.variants().isEmpty() && !SpecialType.SCHEDULE_AT.equals(sum)) {
                    addAnonymous(location, type);
                }
            }
        }
    }

    /** Checks that the type at {@code ref} can be a named type of clients. */
    void checkDefinition(int ref) {
        AlgebraicType type = at(source, ref).orElseThrow();
        String location = location(ref);
        switch (type) {
            case Product product ->
                    product.elements().forEach(e -> checkPart(location, type, e.name(), e.type()));
            case AlgebraicType.Sum sum ->
                    sum.variants().forEach(v -> checkPart(location, type, v.name(), v.type()));
            case AlgebraicType.Array _, AlgebraicType.Primitive _, AlgebraicType.Ref _ ->
                    add(
                            location,
                            "internal codegen error: type "
                                    + TypeText.of(type)
                                    + " is not valid for generating a definition");
        }
    }

    private void checkPart(
            String location, AlgebraicType whole, Optional<String> name, AlgebraicType type) {
        if (name.isEmpty()) {
            add(
                    location,
                    "internal codegen error: all type elements require names: "
                            + TypeText.of(whole));
        } else {
            Identifiers.problemOf(name.get())
                    .ifPresent(problem ->
                            add(
                                    location,
                                    "type "
                                            + TypeText.of(whole)
                                            + " contains identifier error "
                                            + problem));
        }
        checkUse(location, type);
    }

    static String location(int ref) {
        return "typespace ref `" + TypeText.ref(ref) + "`";
    }

    private void addAnonymous(String location, AlgebraicType type) {
        add(
                location,
                "internal codegen error: non-special product or sum type "
                        + TypeText.of(type)
                        + " cannot be used to generate a client type use");
    }

    private void add(String location, String problem) {
        errors.add(Rule.CLIENT_TYPE, location, "error at " + location + ": " + problem);
    }

    /**
     * {@code type} without references and with canonical names. Types that cannot be resolved are
     * errors, and {@code type} comes back as it is.
     */
    AlgebraicType resolve(String location, AlgebraicType type) {
        long parts = parts(type, 0);
        if (parts == PARTS_UNKNOWN) {
            add(
                    location,
                    "type "
                            + TypeText.of(type)
                            + " is recursive, nests more than "
                            + Typespace.TYPE_DEPTH_MAX
                            + " levels or holds an invalid reference");
            return type;
        }
        partsUsed = saturatedSum(partsUsed, parts);
        if (partsUsed > RESOLVED_PARTS_MAX) {
            errors.add(
                    Rule.LIMIT,
                    "the module's types have more than " + RESOLVED_PARTS_MAX + " parts together");
            return type;
        }
        try {
            return canonical.resolve(type);
        } catch (IllegalArgumentException e) {
            add(location, String.valueOf(e.getMessage()));
            return type;
        }
    }

    Product resolve(String location, Product type) {
        return (Product) resolve(location, (AlgebraicType) type);
    }

    /** The parts of the resolved type; {@link #PARTS_UNKNOWN} when it cannot be resolved. */
    private long parts(AlgebraicType type, int depth) {
        if (depth > Typespace.TYPE_DEPTH_MAX) {
            return PARTS_UNKNOWN;
        }
        return switch (type) {
            case AlgebraicType.Primitive _ -> 1;
            case AlgebraicType.Array array -> plusOne(parts(array.element(), depth + 1));
            case Product product ->
                    plusOne(
                            product.elements().stream()
                                    .mapToLong(e -> parts(e.type(), depth + 1))
                                    .reduce(0, Types::sum));
            case AlgebraicType.Sum sum ->
                    plusOne(
                            sum.variants().stream()
                                    .mapToLong(v -> parts(v.type(), depth + 1))
                                    .reduce(0, Types::sum));
            case AlgebraicType.Ref ref -> partsOfRef(ref.index(), depth + 1);
        };
    }

    private long partsOfRef(int ref, int depth) {
        Long known = partsOfRef.get(ref);
        if (known != null) {
            return known;
        }
        Optional<AlgebraicType> type = at(canonical, ref);
        if (type.isEmpty()) {
            return PARTS_UNKNOWN;
        }
        // What is met again while it is being counted is recursive, and stays unknown.
        partsOfRef.put(ref, PARTS_UNKNOWN);
        long parts = parts(type.get(), depth);
        partsOfRef.put(ref, parts);
        return parts;
    }

    private static long plusOne(long parts) {
        return sum(parts, 1);
    }

    private static long sum(long a, long b) {
        return a == PARTS_UNKNOWN || b == PARTS_UNKNOWN ? PARTS_UNKNOWN : saturatedSum(a, b);
    }

    private static long saturatedSum(long a, long b) {
        return Math.min(a + b, RESOLVED_PARTS_MAX + 1);
    }
}
