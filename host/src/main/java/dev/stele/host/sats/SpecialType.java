package dev.stele.host.sats;

import dev.stele.host.sats.AlgebraicType.Primitive;
import java.util.List;
import java.util.Optional;

/**
 * A structural type with a meaning of its own: a product with exactly one field of a reserved name,
 * or a sum of a reserved form. Spec 02 section 2.3.
 */
public enum SpecialType {
    IDENTITY("__identity__", Primitive.U256),
    CONNECTION_ID("__connection_id__", Primitive.U128),
    TIMESTAMP("__timestamp_micros_since_unix_epoch__", Primitive.I64),
    TIME_DURATION("__time_duration_micros__", Primitive.I64),
    UUID("__uuid__", Primitive.U128);

    private final AlgebraicType.Product type;

    SpecialType(String field, Primitive primitive) {
        this.type = AlgebraicType.product(AlgebraicType.Element.of(field, primitive));
    }

    public AlgebraicType.Product type() {
        return type;
    }

    public String field() {
        return type.elements().getFirst().name().orElseThrow();
    }

    /** {@code ScheduleAt}: {@code Interval} = 0, {@code Time} = 1. */
    public static final AlgebraicType.Sum SCHEDULE_AT =
            AlgebraicType.sum(
                    AlgebraicType.Variant.of("Interval", TIME_DURATION.type),
                    AlgebraicType.Variant.of("Time", TIMESTAMP.type));

    private static final List<SpecialType> ALL = List.of(values());

    /** The special product that {@code type} is, by structure. */
    public static Optional<SpecialType> of(AlgebraicType type) {
        return ALL.stream().filter(special -> special.type.equals(type)).findFirst();
    }

    /** The payload type when {@code type} is {@code Option<T>}. */
    public static Optional<AlgebraicType> optionPayload(AlgebraicType type) {
        if (type instanceof AlgebraicType.Sum(List<AlgebraicType.Variant> variants)
                && variants.size() == 2
                && variants.get(0).name().filter("some"::equals).isPresent()
                && variants.get(1).equals(AlgebraicType.Variant.of("none", AlgebraicType.UNIT))) {
            return Optional.of(variants.get(0).type());
        }
        return Optional.empty();
    }

    /** True when {@code type} is {@code Result<T, E>}. */
    public static boolean isResult(AlgebraicType type) {
        return type instanceof AlgebraicType.Sum(List<AlgebraicType.Variant> variants)
                && variants.size() == 2
                && variants.get(0).name().filter("ok"::equals).isPresent()
                && variants.get(1).name().filter("err"::equals).isPresent();
    }
}
