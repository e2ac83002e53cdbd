package dev.stele.host.query;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives expressions their types. An operand that is a literal takes its type from the other one; a
 * column has its own. Not thread-safe.
 */
final class ExpressionTyper {

    private static final Bytes FALSE_BYTES = Bytes.wrap(new byte[] {0});
    private static final Bytes TRUE_BYTES = Bytes.wrap(new byte[] {1});

    /** An expression with its type. */
    sealed interface Typed {
        AlgebraicType type();
    }

    /** A column at its position among those of all tables. */
    record TypedColumn(AlgebraicType type, int position) implements Typed {}

    record TypedConstant(AlgebraicType type, Bytes value) implements Typed {}

    record TypedCondition(Predicate predicate) implements Typed {
        @Override
        public AlgebraicType type() {
            return Primitive.BOOL;
        }
    }

    private final Scope scope;
    private final Identity caller;
    private boolean usedSender;

    ExpressionTyper(Scope scope, Identity caller) {
        this.scope = scope;
        this.caller = caller;
    }

    /** Whether {@code :sender} has occurred. */
    boolean usedSender() {
        return usedSender;
    }

    /** The expression as a condition; it must be a Bool. */
    Predicate condition(SqlExpression expression) {
        return conditionOf(typed(expression, Optional.of(Primitive.BOOL)));
    }

    private static Predicate conditionOf(Typed typed) {
        return switch (typed) {
            case TypedColumn column -> new Predicate.BoolColumn(column.position());
            case TypedConstant constant -> Predicate.of(constant.value().equals(TRUE_BYTES));
            case TypedCondition(Predicate predicate) -> predicate;
        };
    }

    /** A constant or {@code :sender} as BSATN of {@code type}. */
    Bytes constant(SqlExpression expression, AlgebraicType type) {
        if (!(typed(expression, Optional.of(type)) instanceof TypedConstant(_, Bytes value))) {
            throw new IllegalArgumentException("no constant: " + expression);
        }
        return value;
    }

    TypedColumn column(SqlExpression.Column column) {
        String alias = column.table().orElseGet(scope::onlyAlias);
        TableSchema table = scope.table(alias);
        OptionalInt position = table.columnNamed(column.name());
        if (position.isEmpty()) {
            throw QueryException.unresolvedName(column.name());
        }
        return new TypedColumn(
                table.columnType(position.getAsInt()),
                scope.firstColumn(alias) + position.getAsInt());
    }

    /** The condition of a join. */
    Predicate.CompareColumns equalColumns(SqlExpression.Column left, SqlExpression.Column right) {
        TypedColumn a = column(left);
        TypedColumn b = column(right);
        requireType(b.type(), Optional.of(a.type()));
        requireOrder(Comparison.EQUAL, a.type());
        return new Predicate.CompareColumns(a.position(), Comparison.EQUAL, b.position());
    }

    private Typed typed(SqlExpression expression, Optional<AlgebraicType> wanted) {
        return switch (expression) {
            case SqlExpression.Column name -> {
                TypedColumn column = column(name);
                requireType(column.type(), wanted);
                yield column;
            }
            case SqlExpression.Constant(SqlLiteral literal) -> constant(literal, wanted);
            case SqlExpression.Sender _ -> sender(wanted);
            case SqlExpression.Compare compare -> {
                requireType(Primitive.BOOL, wanted);
                yield new TypedCondition(compare(compare));
            }
            case SqlExpression.And(List<SqlExpression> terms) -> {
                requireType(Primitive.BOOL, wanted);
                yield new TypedCondition(
                        Predicate.all(terms.stream().map(this::condition).toList()));
            }
            case SqlExpression.Or(List<SqlExpression> terms) -> {
                requireType(Primitive.BOOL, wanted);
                yield new TypedCondition(
                        Predicate.any(terms.stream().map(this::condition).toList()));
            }
            case SqlExpression.Refused refused -> throw new QueryException(refused.message());
        };
    }

    private static void requireType(AlgebraicType actual, Optional<AlgebraicType> wanted) {
        if (wanted.isPresent() && !wanted.get().equals(actual)) {
            throw QueryException.unexpectedType(TypeText.of(actual), TypeText.of(wanted.get()));
        }
    }

    private static Typed constant(SqlLiteral literal, Optional<AlgebraicType> wanted) {
        if (literal.kind() == SqlLiteral.Kind.BOOL) {
            requireType(Primitive.BOOL, wanted);
            return new TypedConstant(Primitive.BOOL, literal.isTrue() ? TRUE_BYTES : FALSE_BYTES);
        }
        AlgebraicType type =
                wanted.orElseThrow(
                        () -> new QueryException("Cannot resolve type for literal expression"));
        Bytes value =
                LiteralValue.encode(literal.text(), type)
                        .orElseThrow(() ->
                                QueryException.invalidLiteral(literal.text(), TypeText.of(type)));
        return new TypedConstant(type, value);
    }

    private Typed sender(Optional<AlgebraicType> wanted) {
        usedSender = true;
        AlgebraicType type = wanted.orElse(SpecialType.IDENTITY.type());
        if (!type.equals(AlgebraicType.BYTES)) {
            requireType(SpecialType.IDENTITY.type(), Optional.of(type));
        }
        return new TypedConstant(type, LiteralValue.encode(caller.toHex(), type).orElseThrow());
    }

    private Predicate compare(SqlExpression.Compare compare) {
        boolean literalFirst =
                compare.left() instanceof SqlExpression.Constant
                        || compare.left() instanceof SqlExpression.Sender;
        Typed left;
        Typed right;
        if (literalFirst) {
            right = typed(compare.right(), Optional.empty());
            left = typed(compare.left(), Optional.of(right.type()));
        } else {
            left = typed(compare.left(), Optional.empty());
            right = typed(compare.right(), Optional.of(left.type()));
        }
        requireOrder(compare.operator(), left.type());
        return compared(left, compare.operator(), right);
    }

    private static void requireOrder(Comparison operator, AlgebraicType type) {
        if (!ValueOrder.exists(type)) {
            throw new QueryException(
                    "Invalid binary operator `"
                            + operator.symbol()
                            + "` for type `"
                            + TypeText.of(type)
                            + "`");
        }
    }

    private static Predicate compared(Typed left, Comparison operator, Typed right) {
        return switch (left) {
            case TypedColumn a ->
                    switch (right) {
                        case TypedColumn b ->
                                new Predicate.CompareColumns(a.position(), operator, b.position());
                        case TypedConstant b ->
                                new Predicate.Compare(a.position(), operator, b.value());
                        case TypedCondition b -> conditions(a, operator, b);
                    };
            case TypedConstant a ->
                    switch (right) {
                        case TypedColumn b ->
                                new Predicate.Compare(b.position(), operator.swapped(), a.value());
                        case TypedConstant b ->
                                Predicate.of(
                                        operator.holds(
                                                ValueOrder.of(a.type())
                                                        .compare(a.value(), b.value())));
                        case TypedCondition b -> conditions(a, operator, b);
                    };
            case TypedCondition a -> conditions(a, operator, right);
        };
    }

    private static Predicate conditions(Typed left, Comparison operator, Typed right) {
        return new Predicate.CompareConditions(conditionOf(left), operator, conditionOf(right));
    }
}
