package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.query.IndexChoice.Bound;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the index that narrows a condition best. It knows no statistics, so it goes by shape: a
 * unique key first, then the most columns fixed, then the most bounds. Used once.
 *
 * <p>Floats are never looked up: their equal values can differ in bytes.
 */
final class IndexChooser {

    private static final Bytes TRUE_BYTES = Bytes.wrap(new byte[] {1});

    /** A conjunct that an index could serve, with its position among the conjuncts. */
    private record Term(int position, int column, Comparison operator, Bytes value) {}

    /** What one index could do; {@code used} are the positions of the conjuncts it covers. */
    private record Candidate(
            int index,
            int equalColumns,
            boolean fullKey,
            boolean unique,
            Bytes key,
            Optional<Bound> lower,
            Optional<Bound> upper,
            Set<Integer> used) {

        static final Comparator<Candidate> BY_WORTH =
                Comparator.comparing((Candidate c) -> c.fullKey && c.unique)
                        .thenComparingInt(Candidate::equalColumns)
                        .thenComparingInt(Candidate::bounds)
                        .thenComparing(Candidate::fullKey);

        int bounds() {
            return (lower.isPresent() ? 1 : 0) + (upper.isPresent() ? 1 : 0);
        }
    }

    private final TableSchema table;
    private final Predicate where;
    private final List<Predicate> conjuncts;
    private final List<Term> terms = new ArrayList<>();

    IndexChooser(TableSchema table, Predicate where) {
        this.table = table;
        this.where = where;
        this.conjuncts = where.conjuncts();
        for (int i = 0; i < conjuncts.size(); i++) {
            switch (conjuncts.get(i)) {
                case Predicate.Compare(int column, Comparison operator, Bytes value)
                        when orderOf(column).isBytewiseEqual() ->
                        terms.add(new Term(i, column, operator, value));
                case Predicate.BoolColumn(int column) ->
                        terms.add(new Term(i, column, Comparison.EQUAL, TRUE_BYTES));
                default -> {}
            }
        }
    }

    private ValueOrder orderOf(int column) {
        return ValueOrder.of(table.columnType(column));
    }

    IndexChoice choose() {
        if (where instanceof Predicate.False) {
            return new IndexChoice.NoRows();
        }
        List<IndexDef> indexes = table.def().indexes();
        Optional<Candidate> best = Optional.empty();
        for (int i = 0; i < indexes.size(); i++) {
            Optional<Candidate> candidate = candidate(i, indexes.get(i));
            if (candidate.isPresent()
                    && (best.isEmpty()
                            || Candidate.BY_WORTH.compare(candidate.get(), best.get()) > 0)) {
                best = candidate;
            }
        }
        return best.map(this::choice).orElseGet(() -> new IndexChoice.FullScan(where));
    }

    private Optional<Candidate> candidate(int position, IndexDef index) {
        BsatnWriter key = new BsatnWriter();
        Set<Integer> used = new HashSet<>();
        int equal = 0;
        for (int column : index.columns()) {
            Optional<Term> term = equality(column);
            if (term.isEmpty()) {
                break;
            }
            key.raw(term.get().value());
            used.add(term.get().position());
            equal++;
        }
        boolean fullKey = equal == index.columns().size() && equal > 0;
        Optional<Bound> lower = Optional.empty();
        Optional<Bound> upper = Optional.empty();
        if (!fullKey) {
            if (index.kind() != IndexKind.BTREE || index.columns().isEmpty()) {
                return Optional.empty();
            }
            int column = index.columns().get(equal);
            lower = bound(column, Comparison.GREATER, Comparison.GREATER_OR_EQUAL, used);
            upper = bound(column, Comparison.LESS, Comparison.LESS_OR_EQUAL, used);
            if (used.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new Candidate(
                        position,
                        equal,
                        fullKey,
                        fullKey && table.isUnique(position),
                        key.toBytes(),
                        lower,
                        upper,
                        used));
    }

    private Optional<Term> equality(int column) {
        return terms.stream()
                .filter(t -> t.column() == column && t.operator() == Comparison.EQUAL)
                .findFirst();
    }

    /** The first bound written for one end; further ones stay in the residual condition. */
    private Optional<Bound> bound(
            int column, Comparison exclusive, Comparison inclusive, Set<Integer> used) {
        for (Term term : terms) {
            if (term.column() == column
                    && (term.operator() == exclusive || term.operator() == inclusive)) {
                used.add(term.position());
                return Optional.of(new Bound(term.value(), term.operator() == inclusive));
            }
        }
        return Optional.empty();
    }

    private IndexChoice choice(Candidate best) {
        List<Predicate> rest = new ArrayList<>();
        for (int i = 0; i < conjuncts.size(); i++) {
            if (!best.used().contains(i)) {
                rest.add(conjuncts.get(i));
            }
        }
        Predicate residual = Predicate.all(rest);
        return best.fullKey()
                ? new IndexChoice.Point(best.index(), best.key(), residual)
                : new IndexChoice.Range(
                        best.index(),
                        best.equalColumns(),
                        best.key(),
                        best.lower(),
                        best.upper(),
                        residual);
    }
}
