package dev.stele.host.query;

import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Narrows queries to the rows that the caller may see: in the place of a table with rules comes
 * what each of its rules selects, so a query becomes one plan for each choice of rules. Spec 06
 * section 6.6. Every query goes through it; for the owner there are no rules.
 */
final class VisibleRows {

    private final SchemaLookup tables;
    private final Identity caller;

    VisibleRows(SchemaLookup tables, Identity caller) {
        this.tables = tables;
        this.caller = caller;
    }

    /** The plans that together find what the caller may see of what {@code plan} finds. */
    List<SelectPlan> visible(SelectPlan plan) {
        return expand(plan, List.of(), List.of());
    }

    /**
     * @param exempt the table that a rule is about, whose own rules do not apply within it
     * @param open the tables whose rules are being put in
     */
    private List<SelectPlan> expand(SelectPlan plan, List<TableId> exempt, List<TableId> open) {
        List<SelectPlan> out = List.of(plan);
        for (int i = 0; i < plan.tables().size(); i++) {
            TableSchema table = plan.tables().get(i);
            List<String> rules = tables.rules(table);
            if (rules.isEmpty() || exempt.contains(table.id())) {
                continue;
            }
            if (open.contains(table.id())) {
                throw new QueryException(
                        "Discovered cyclic dependency when resolving RLS rules for table id `"
                                + table.id().value()
                                + "`");
            }
            List<SelectPlan> narrowed = new ArrayList<>();
            for (SelectPlan before : out) {
                for (String rule : rules) {
                    narrowed.addAll(narrowed(before, i, rule, open));
                }
            }
            if (narrowed.size() > QueryLimits.PLANS_MAX) {
                throw new QueryException(
                        "The visibility rules make "
                                + narrowed.size()
                                + " queries of this one, expected at most "
                                + QueryLimits.PLANS_MAX);
            }
            out = narrowed;
        }
        return out;
    }

    /** {@code plan} with one rule put in for the table at {@code position}. */
    private List<SelectPlan> narrowed(
            SelectPlan plan, int position, String sql, List<TableId> open) {
        TableId table = plan.tables().get(position).id();
        BoundSelect rule = SqlCompiler.rule(sql, tables, caller);
        int about = ((Projection.Rows) rule.projection()).table();
        List<TableId> nowOpen = new ArrayList<>(open);
        nowOpen.add(table);
        return expand(rule.plans().getFirst(), List.of(table), nowOpen).stream()
                .map(rulePlan -> combined(plan, position, rulePlan, about))
                .toList();
    }

    /** The table at {@code about} of the rule is the one at {@code position}; the others follow. */
    private static SelectPlan combined(SelectPlan plan, int position, SelectPlan rule, int about) {
        List<TableSchema> all = new ArrayList<>(plan.tables());
        int[] offsets = new int[rule.tables().size()];
        int end = plan.rowType().elements().size();
        for (int i = 0; i < offsets.length; i++) {
            if (i == about) {
                offsets[i] = plan.firstColumn(position) - rule.firstColumn(i);
            } else {
                offsets[i] = end - rule.firstColumn(i);
                end += rule.tables().get(i).def().columns().size();
                all.add(rule.tables().get(i));
            }
        }
        Predicate condition = rule.where().moved(column -> column + offsets[rule.tableOf(column)]);
        return new SelectPlan(all, Predicate.all(List.of(plan.where(), condition)));
    }
}
