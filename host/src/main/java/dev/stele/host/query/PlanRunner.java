package dev.stele.host.query;

import dev.stele.host.datastore.ReadLog;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link SelectPlan}: begins with the rows of one table and goes on to the others, one after
 * the other, by an index where there is one. Immutable and thread-safe but for what one run holds.
 */
final class PlanRunner {

    /** The rows of the table at a position of the plan. */
    interface Tables {
        Table at(int position);
    }

    /** Told of each combination of rows that the plan finds; says whether to go on. */
    interface Found {
        boolean row(FoundRow row);
    }

    private final SelectPlan plan;
    private final List<RowSource> sources = new ArrayList<>();
    private final List<RowPredicate> locals = new ArrayList<>();
    private final List<JoinEdge> edges = new ArrayList<>();
    private final @Nullable RowPredicate residual;
    private final List<Optional<List<JoinStep>>> stepsFrom = new ArrayList<>();

    PlanRunner(SelectPlan plan, TableRights rights) {
        this.plan = plan;
        int count = plan.tables().size();
        List<List<Predicate>> local = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            local.add(new ArrayList<>());
            stepsFrom.add(Optional.empty());
        }
        List<Predicate> rest = new ArrayList<>();
        for (Predicate term : plan.where().conjuncts()) {
            List<Integer> tables = term.columns().stream().map(plan::tableOf).distinct().toList();
            if (tables.size() <= 1) {
                int table = tables.isEmpty() ? 0 : tables.getFirst();
                local.get(table).add(term.shifted(-plan.firstColumn(table)));
            } else if (JoinEdge.isEdge(term, plan)) {
                edges.add(JoinEdge.of((Predicate.CompareColumns) term, plan));
            } else {
                rest.add(term);
            }
        }
        for (int i = 0; i < count; i++) {
            TableSchema table = plan.tables().get(i);
            Predicate where = Predicate.all(local.get(i));
            sources.add(new RowSource(rights.entry(table), rights.origin(table), where));
            locals.add(RowPredicate.compile(where, table.rowType()));
        }
        this.residual =
                rest.isEmpty() ? null : RowPredicate.compile(Predicate.all(rest), plan.rowType());
    }

    int tableCount() {
        return sources.size();
    }

    RowSource source(int position) {
        return sources.get(position);
    }

    /** Finds everything. {@code reads}, if any, is told what is read. */
    void run(Tables tables, @Nullable ReadLog reads, Found found) {
        int start = start(tables);
        Run run = new Run(tables, reads, start, found);
        sources.get(start)
                .visit(
                        tables.at(start),
                        reads,
                        (page, offset, length, _) -> run.begin(page, offset, length));
    }

    /**
     * Finds what begins with one of {@code rows}, as queries see them, of the table at {@code
     * start}.
     */
    void runFrom(int start, List<byte[]> rows, Tables tables, Found found) {
        Run run = new Run(tables, null, start, found);
        for (byte[] row : rows) {
            if (locals.get(start).test(row, 0, row.length) && !run.begin(row, 0, row.length)) {
                return;
            }
        }
    }

    /** The table with the narrowest way to its rows, the smaller one of two that are alike. */
    private int start(Tables tables) {
        int best = 0;
        for (int i = 1; i < sources.size(); i++) {
            int byWidth = Integer.compare(width(i), width(best));
            if (byWidth < 0
                    || (byWidth == 0 && tables.at(i).rowCount() < tables.at(best).rowCount())) {
                best = i;
            }
        }
        return best;
    }

    private int width(int position) {
        RowSource source = sources.get(position);
        if (source.entry().isView()) {
            return 1;
        }
        return switch (source.choice()) {
            case IndexChoice.NoRows _, IndexChoice.Point _ -> 0;
            case IndexChoice.Range _ -> 2;
            case IndexChoice.FullScan _ -> 3;
        };
    }

    private synchronized List<JoinStep> stepsFrom(int start) {
        Optional<List<JoinStep>> known = stepsFrom.get(start);
        if (known.isEmpty()) {
            known = Optional.of(JoinStep.from(start, sources, locals, edges));
            stepsFrom.set(start, known);
        }
        return known.get();
    }

    /** One run: the rows found so far. */
    private final class Run {
        private final Found found;
        private final FoundRow row = new FoundRow(sources.size());
        private final int start;
        private final List<JoinStep.Lookup> lookups = new ArrayList<>();

        Run(Tables tables, @Nullable ReadLog reads, int start, Found found) {
            this.start = start;
            this.found = found;
            for (JoinStep step : stepsFrom(start)) {
                lookups.add(step.lookup(tables.at(step.table()), reads));
            }
        }

        boolean begin(byte[] page, int offset, int length) {
            row.set(start, page, offset, length);
            return step(0);
        }

        private boolean step(int position) {
            if (position == lookups.size()) {
                if (residual != null) {
                    byte[] whole = row.concatenated();
                    if (!residual.test(whole, 0, whole.length)) {
                        return true;
                    }
                }
                return found.row(row);
            }
            return lookups.get(position).visit(row, () -> step(position + 1));
        }
    }

    SelectPlan plan() {
        return plan;
    }
}
