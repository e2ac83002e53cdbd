package dev.stele.host.query;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.RowLayout;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.query.EqualityKey.ColumnValue;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.table.RowCursor;
import dev.stele.host.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a join goes on to one more table: by a key of an index, by a map made of the table's rows, or
 * through all of them. Immutable.
 *
 * @param edges the equalities with tables found before, this table on the right
 * @param index position of the index whose key they and constants give, -1 for none
 * @param layouts the row layouts of all tables of the plan
 */
record JoinStep(
        int table,
        RowSource source,
        RowPredicate local,
        List<JoinEdge> edges,
        Map<Integer, Bytes> constants,
        int index,
        List<RowLayout> layouts) {

    /** Looks up the rows that go with those found so far. */
    interface Lookup {

        /** Puts each row that goes with {@code row} into it, then goes on; false to stop. */
        boolean visit(FoundRow row, Next next);
    }

    /** Goes on with the rest of the join; says whether to go on at all. */
    interface Next {
        boolean found();
    }

    /** The steps from the table at {@code start} to all others. */
    static List<JoinStep> from(
            int start, List<RowSource> sources, List<RowPredicate> locals, List<JoinEdge> edges) {
        List<RowLayout> layouts =
                sources.stream().map(source -> source.entry().visibleRows()).toList();
        Set<Integer> placed = new HashSet<>(Set.of(start));
        List<JoinStep> out = new ArrayList<>();
        while (placed.size() < sources.size()) {
            Optional<JoinStep> best = Optional.empty();
            for (int i = 0; i < sources.size(); i++) {
                if (placed.contains(i)) {
                    continue;
                }
                JoinStep step = step(i, sources.get(i), locals.get(i), edges, placed, layouts);
                if (best.isEmpty() || step.worth() > best.get().worth()) {
                    best = Optional.of(step);
                }
            }
            out.add(best.orElseThrow());
            placed.add(best.get().table());
        }
        return out;
    }

    private static JoinStep step(
            int table,
            RowSource source,
            RowPredicate local,
            List<JoinEdge> edges,
            Set<Integer> placed,
            List<RowLayout> layouts) {
        List<JoinEdge> own = new ArrayList<>();
        for (JoinEdge edge : edges) {
            if (edge.touches(table)) {
                JoinEdge towards = edge.towards(table);
                if (placed.contains(towards.left().table())) {
                    own.add(towards);
                }
            }
        }
        Map<Integer, Bytes> constants = new HashMap<>();
        for (ColumnValue fixed : source.fixed()) {
            constants.put(fixed.column(), fixed.value());
        }
        int index = source.isPoint() ? -1 : index(source.entry().visible(), own, constants);
        return new JoinStep(table, source, local, own, constants, index, layouts);
    }

    /** The index all of whose columns are known, a unique one or the longest first. */
    private static int index(
            TableSchema table, List<JoinEdge> edges, Map<Integer, Bytes> constants) {
        int best = -1;
        int bestWorth = 0;
        List<IndexDef> indexes = table.def().indexes();
        for (int i = 0; i < indexes.size(); i++) {
            List<Integer> columns = indexes.get(i).columns();
            boolean isKnown =
                    columns.stream()
                            .allMatch(column ->
                                    constants.containsKey(column)
                                            || edges.stream()
                                                    .anyMatch(e -> e.right().column() == column));
            boolean hasEdge =
                    edges.stream().anyMatch(edge -> columns.contains(edge.right().column()));
            int worth = columns.size() + (table.isUnique(i) ? 1000 : 0);
            if (isKnown && hasEdge && worth > bestWorth) {
                best = i;
                bestWorth = worth;
            }
        }
        return best;
    }

    private int worth() {
        if (edges.isEmpty()) {
            return source.isPoint() ? 1 : 0;
        }
        return source.isPoint() || index >= 0 ? 3 : 2;
    }

    Lookup lookup(Table rows, @Nullable ReadLog reads) {
        if (index >= 0) {
            return (row, next) -> byIndex(rows, reads, row, next);
        }
        if (edges.isEmpty()) {
            return (row, next) ->
                    source.visit(
                            rows,
                            reads,
                            (page, offset, length, _) -> {
                                row.set(table, page, offset, length);
                                return next.found();
                            });
        }
        return new HashLookup(rows, reads);
    }

    private boolean byIndex(Table rows, @Nullable ReadLog reads, FoundRow row, Next next) {
        BsatnWriter key = new BsatnWriter();
        for (int column : source.entry().visible().def().indexes().get(index).columns()) {
            Optional<JoinEdge> edge =
                    edges.stream().filter(e -> e.right().column() == column).findFirst();
            if (edge.isPresent()) {
                key.raw(value(row, edge.get().left().table(), edge.get().left().column()));
            } else {
                key.raw(constants.getOrDefault(column, Bytes.EMPTY));
            }
        }
        RowCursor found = source.point(rows, reads, index, key.toBytes());
        while (found.next()) {
            if (local.test(found.page(), found.offset(), found.length())) {
                row.set(table, found.page(), found.offset(), found.length());
                if (meetsEdges(row, 0) && !next.found()) {
                    return false;
                }
            }
        }
        return true;
    }

    private Bytes value(FoundRow row, int of, int column) {
        RowLayout layout = layouts.get(of);
        int start = layout.columnStart(row.page(of), row.offset(of), column);
        int end = layout.columnEnd(row.page(of), start, column);
        return Bytes.copyOf(row.page(of), start, end - start);
    }

    /** Whether the edges from position {@code first} on hold for what is found. */
    private boolean meetsEdges(FoundRow row, int first) {
        for (int i = first; i < edges.size(); i++) {
            JoinEdge edge = edges.get(i);
            RowLayout left = layouts.get(edge.left().table());
            RowLayout right = layouts.get(table);
            byte[] leftPage = row.page(edge.left().table());
            byte[] rightPage = row.page(table);
            int leftStart =
                    left.columnStart(
                            leftPage, row.offset(edge.left().table()), edge.left().column());
            int rightStart = right.columnStart(rightPage, row.offset(table), edge.right().column());
            if (!Arrays.equals(
                    leftPage,
                    leftStart,
                    left.columnEnd(leftPage, leftStart, edge.left().column()),
                    rightPage,
                    rightStart,
                    right.columnEnd(rightPage, rightStart, edge.right().column()))) {
                return false;
            }
        }
        return true;
    }

    /** A row's place. */
    @SuppressWarnings("ArrayRecordComponent") // A place is never compared.
    private record Place(byte[] page, int offset, int length) {}

    /** The rows by their value in the first edge's column, collected when first asked. */
    private final class HashLookup implements Lookup {
        private final Table rows;
        private final @Nullable ReadLog reads;
        private @Nullable Map<Bytes, List<Place>> byValue;

        HashLookup(Table rows, @Nullable ReadLog reads) {
            this.rows = rows;
            this.reads = reads;
        }

        private Map<Bytes, List<Place>> byValue() {
            Map<Bytes, List<Place>> known = byValue;
            if (known == null) {
                Map<Bytes, List<Place>> made = new HashMap<>();
                FoundRow scratch = new FoundRow(layouts.size());
                int column = edges.getFirst().right().column();
                source.visit(
                        rows,
                        reads,
                        (page, offset, length, _) -> {
                            scratch.set(table, page, offset, length);
                            return made.computeIfAbsent(
                                            value(scratch, table, column), _ -> new ArrayList<>())
                                    .add(new Place(page, offset, length));
                        });
                byValue = made;
                return made;
            }
            return known;
        }

        @Override
        public boolean visit(FoundRow row, Next next) {
            JoinEdge edge = edges.getFirst();
            Bytes wanted = value(row, edge.left().table(), edge.left().column());
            for (Place place : byValue().getOrDefault(wanted, List.of())) {
                row.set(table, place.page(), place.offset(), place.length());
                if (meetsEdges(row, 1) && !next.found()) {
                    return false;
                }
            }
            return true;
        }
    }
}
