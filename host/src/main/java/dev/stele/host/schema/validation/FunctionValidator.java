package dev.stele.host.schema.validation;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ProcedureDef;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.schema.raw.RawModuleDefV10.Procedure;
import dev.stele.host.schema.raw.RawModuleDefV10.Reducer;
import dev.stele.host.schema.raw.RawViewDef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Validates reducers, procedures and views, each for itself. */
final class FunctionValidator {

    private final Errors errors;
    private final Names names;
    private final Naming naming;
    private final Types types;

    FunctionValidator(Errors errors, Names names, Naming naming, Types types) {
        this.errors = errors;
        this.names = names;
        this.naming = naming;
        this.types = types;
    }

    /** The reducer, callable by clients as declared and not bound to an event. */
    ReducerDef reducer(Reducer raw) {
        String name = checkedName(raw.sourceName());
        Product params = params("reducer", raw.sourceName(), raw.params());
        if (!raw.okType().equals(AlgebraicType.UNIT) || raw.errType() != Primitive.STRING) {
            errors.add(
                    Rule.REDUCER_RETURN_TYPE,
                    raw.sourceName(),
                    "reducer "
                            + raw.sourceName()
                            + " has invalid return type: found Result<"
                            + TypeText.of(raw.okType())
                            + ", "
                            + TypeText.of(raw.errType())
                            + ">");
        }
        return new ReducerDef(
                name,
                raw.sourceName(),
                params,
                raw.isClientCallable(),
                Optional.empty(),
                raw.params());
    }

    ProcedureDef procedure(Procedure raw) {
        String name = checkedName(raw.sourceName());
        Product params = params("procedure", raw.sourceName(), raw.params());
        String location = "procedure `" + raw.sourceName() + "` return value";
        return new ProcedureDef(
                name,
                raw.sourceName(),
                params,
                checkedType(location, raw.returnType()),
                raw.isClientCallable(),
                raw.params(),
                raw.returnType());
    }

    /** The view without a primary key; empty when errors were added. */
    Optional<ViewDef> view(RawViewDef raw) {
        int errorsBefore = errors.additions();
        ViewDef.Returns returns = returns(raw.returnType());
        Optional<Integer> rowRef = rowRef(returns, raw.returnType());
        if (rowRef.isEmpty()) {
            errors.add(
                    Rule.VIEW_RETURN_TYPE,
                    raw.name(),
                    "View "
                            + raw.name()
                            + " has invalid return type "
                            + TypeText.of(raw.returnType()));
            return Optional.empty();
        }
        int ref = rowRef.get();
        Optional<Product> row = types.product(ref);
        if (row.isEmpty()) {
            errors.add(
                    Rule.ROW_TYPE_REF,
                    raw.name(),
                    "Table " + raw.name() + " has invalid product_type_ref " + TypeText.ref(ref));
            return Optional.empty();
        }
        Product params = params("view", raw.name(), raw.params());
        types.checkUse("view `" + raw.name() + "` return value", new AlgebraicType.Ref(ref));
        String name = checkedName(raw.name());
        if (names.take(raw.name()) && !name.equals(raw.name())) {
            names.take(name);
        }
        List<ColumnDef> columns =
                TableValidator.columnsOf(
                        errors,
                        names,
                        types,
                        raw.name(),
                        ref,
                        types.sourceProduct(ref).orElseThrow(),
                        row.get());
        return errors.additions() > errorsBefore
                ? Optional.empty()
                : Optional.of(
                        new ViewDef(
                                name,
                                raw.name(),
                                raw.index(),
                                raw.isPublic(),
                                raw.isAnonymous(),
                                params,
                                returns,
                                columns,
                                OptionalInt.empty(),
                                ref,
                                raw.params()));
    }

    private static ViewDef.Returns returns(AlgebraicType type) {
        return switch (type) {
            case AlgebraicType.Array _ -> ViewDef.Returns.ARRAY;
            case Product _ -> ViewDef.Returns.QUERY;
            case AlgebraicType.Sum _, AlgebraicType.Ref _, Primitive _ -> ViewDef.Returns.OPTION;
        };
    }

    private static Optional<Integer> rowRef(ViewDef.Returns returns, AlgebraicType type) {
        AlgebraicType row =
                switch (returns) {
                    case ARRAY -> ((AlgebraicType.Array) type).element();
                    case OPTION -> SpecialType.optionPayload(type).orElse(AlgebraicType.UNIT);
                    case QUERY -> {
                        List<AlgebraicType.Element> elements = ((Product) type).elements();
                        yield elements.size() == 1
                                        && elements.getFirst()
                                                .name()
                                                .filter(ViewDef.QUERY_FIELD::equals)
                                                .isPresent()
                                ? elements.getFirst().type()
                                : AlgebraicType.UNIT;
                    }
                };
        return row instanceof AlgebraicType.Ref ref ? Optional.of(ref.index()) : Optional.empty();
    }

    /** The canonical name; it and the source name are checked. */
    String checkedName(String sourceName) {
        String name = naming.function(sourceName);
        names.check(name);
        names.check(sourceName);
        return name;
    }

    private Product params(String kind, String function, Product declared) {
        int before = errors.additions();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < declared.elements().size(); i++) {
            AlgebraicType.Element param = declared.elements().get(i);
            String location =
                    kind
                            + " `"
                            + function
                            + "` argument "
                            + i
                            + param.name().map(n -> " (`" + n + "`)").orElse("");
            if (param.name().isEmpty()) {
                errors.add(
                        Rule.CLIENT_TYPE,
                        location,
                        "error at "
                                + location
                                + ": internal codegen error: all reducer parameters require"
                                + " names");
            } else if (names.check(naming.plain(param.name().get()))
                    && !seen.add(param.name().get())) {
                errors.add(
                        Rule.DUPLICATE_NAME,
                        location,
                        "name `"
                                + param.name().get()
                                + "` is used for multiple parameters of "
                                + kind
                                + " `"
                                + function
                                + "`");
            }
            types.checkUse(location, param.type());
        }
        return errors.additions() > before
                ? declared
                : types.resolve(kind + " `" + function + "`", declared);
    }

    private AlgebraicType checkedType(String location, AlgebraicType type) {
        int before = errors.additions();
        types.checkUse(location, type);
        return errors.additions() > before ? type : types.resolve(location, type);
    }
}
