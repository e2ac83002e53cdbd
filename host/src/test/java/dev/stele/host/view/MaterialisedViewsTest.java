package dev.stele.host.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.datastore.MutTx;
import dev.stele.host.error.HostException;
import dev.stele.host.sats.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views are what their functions give, after every commit, and run only when they must. */
final class MaterialisedViewsTest {

    private static final int CALLERS = 4;
    private static final List<String> ANONYMOUS = List.of(Items.HIGH, Items.ALL, Items.BY_OWNER);

    private static void change(Items items, Consumer<MutTx> writes) {
        MutTx tx = items.database.begin();
        writes.accept(tx);
        items.commit(tx);
    }

    private static long runs(Items items, Consumer<MutTx> writes) {
        long before = items.runs();
        change(items, writes);
        return items.runs() - before;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void areWhatTheirFunctionsGive(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Items items = new Items();
        for (int caller = 0; caller < CALLERS; caller++) {
            items.materialise(Items.MINE, caller);
        }
        ANONYMOUS.forEach(view -> items.materialise(view, 0));
        for (int i = 0; i < 200; i++) {
            change(
                    items,
                    tx -> {
                        for (int j = random.nextInt(4); j >= 0; j--) {
                            write(items, tx, random);
                        }
                    });
            for (int caller = 0; caller < CALLERS; caller++) {
                assertThat(items.seen(Items.MINE, caller))
                        .isEqualTo(items.expected(Items.MINE, caller));
            }
            for (String view : ANONYMOUS) {
                assertThat(items.seen(view, 0)).isEqualTo(items.expected(view, 0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void thoseThatReadOthersFollowThem(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Items items = new Items();
        for (int caller = 0; caller < CALLERS; caller++) {
            items.materialise(Items.MY_TOP, caller);
        }
        items.materialise(Items.JOINED, 0);
        items.materialise(Items.ABOVE, 0, 20);
        assertThat(items.views.count()).as("with those that are read").isEqualTo(CALLERS + 4);
        for (int i = 0; i < 200; i++) {
            change(items, tx -> write(items, tx, random));
            List<String> top = items.fromLevel(Items.TOP_LEVEL);
            assertThat(items.seen(Items.ABOVE, 0, 20)).isEqualTo(items.fromLevel(20));
            assertThat(items.seen(Items.ABOVE, 0, 50)).isEqualTo(items.fromLevel(50));
            assertThat(items.seen(Items.TOP, 0)).isEqualTo(top);
            assertThat(items.seen(Items.JOINED, 0)).isEqualTo(top);
            for (int caller = 0; caller < CALLERS; caller++) {
                String owner = " " + caller + " ";
                assertThat(items.seen(Items.MY_TOP, caller))
                        .isEqualTo(top.stream().filter(row -> row.contains(owner)).toList());
            }
        }
    }

    @Test
    void eachRunsOnceHoweverManyOthersItReads() {
        Items items = new Items();
        items.materialise(Items.JOINED, 0);
        assertThat(runs(items, tx -> items.put(tx, 1, 1, 70)))
                .as("above(50), top_items and joined_items, which reads the item too")
                .isEqualTo(3);
        assertThat(runs(items, tx -> items.put(tx, 2, 1, 55)))
                .as("above(50) and top_items, which stays as it is; joined_items read no such id")
                .isEqualTo(2);
        assertThat(runs(items, tx -> items.put(tx, 3, 1, 5)))
                .as("below all that they read")
                .isZero();
    }

    @Test
    void whatOthersReadStaysAndGoesWithThem() {
        Items items = new Items();
        items.materialise(Items.TOP, 0);
        assertThat(items.views.count()).isEqualTo(2);
        Timestamp later =
                new Timestamp(Items.NOW.micros() + MaterialisedViews.UNUSED_MICROS_MAX + 1);
        MutTx probe = items.database.begin();
        ViewKey top = MaterialisedViews.key(items.bound(probe, Items.TOP), Items.caller(0));
        probe.rollback();
        items.views.uses().subscribe("somebody", 1, List.of(top));
        assertThat(items.views.hasExpired(later)).isFalse();
        items.views.uses().gone("somebody", Items.NOW);
        MutTx tx = items.database.begin();
        items.views.expire(tx, later, 10);
        items.commit(tx);
        assertThat(items.views.count()).as("only what it read is left").isEqualTo(1);
    }

    @Test
    void whatReadsItselfIsRefused() {
        Items items = new Items();
        for (String view : Items.CYCLE) {
            assertThatThrownBy(() -> items.materialise(view, 0))
                    .isInstanceOf(HostException.class)
                    .hasMessage(
                            "view `%s` reads `%s`, which reads it in turn"
                                    .formatted(
                                            view.equals("egg") ? "chicken" : "egg",
                                            view.equals("egg") ? "egg" : "chicken"));
        }
        assertThat(items.views.count()).isZero();
    }

    @Test
    void whatIsTheSameForAllDoesNotReadWhatIsNot() {
        Items items = new Items();
        assertThatThrownBy(() -> items.materialise(Items.CONFUSED, 0))
                .hasMessage(
                        "view `confused` is the same for all, but reads `mine`, which depends on"
                                + " the caller");
    }

    private static void write(Items items, MutTx tx, SplittableRandom random) {
        int id = random.nextInt(10);
        if (random.nextInt(4) == 0) {
            items.remove(tx, id);
        } else {
            items.put(tx, id, random.nextInt(CALLERS + 1), random.nextInt(Items.POISON));
        }
    }

    @Test
    void runsAgainExactlyWhatAChangeTouches() {
        Items items = new Items();
        for (int caller = 0; caller < 1000; caller++) {
            items.materialise(Items.MINE, caller);
        }
        items.materialise(Items.HIGH, 0);
        assertThat(runs(items, tx -> items.put(tx, 1, 7, 10))).isEqualTo(1);
        assertThat(runs(items, tx -> items.put(tx, 2, 7, 60))).isEqualTo(2);
        assertThat(runs(items, tx -> items.put(tx, 1, 8, 10))).as("both owners").isEqualTo(2);
        assertThat(runs(items, tx -> items.put(tx, 3, 5000, 1))).as("of nobody").isZero();
        assertThat(runs(items, tx -> items.put(tx, 1, 8, 10))).as("no change").isZero();
        assertThat(runs(items, tx -> items.remove(tx, 2))).isEqualTo(2);
        assertThat(items.seen(Items.MINE, 8)).containsExactly("1 8 10");
        assertThat(items.seen(Items.MINE, 7)).isEmpty();
    }

    @Test
    void aFailureStopsTheTransaction() {
        Items items = new Items();
        items.materialise(Items.HIGH, 0);
        change(items, tx -> items.put(tx, 1, 1, 60));
        MutTx tx = items.database.begin();
        items.put(tx, 2, 1, Items.POISON);
        assertThatThrownBy(() -> items.views.refresh(tx, Items.NOW))
                .isInstanceOf(HostException.class)
                .hasMessage("poisoned");
        tx.rollback();
        change(items, next -> items.put(next, 3, 1, 70));
        assertThat(items.seen(Items.HIGH, 0)).containsExactly("1 1 60", "3 1 70");
    }

    @Test
    void whereTheTransactionMustGoOnAFailedViewIsEmptyUntilWhatItReadChanges() {
        Items items = new Items();
        items.materialise(Items.HIGH, 0);
        change(items, tx -> items.put(tx, 1, 1, 60));
        MutTx tx = items.database.begin();
        items.put(tx, 2, 1, Items.POISON);
        List<String> failures = new ArrayList<>();
        items.views.refreshAtAnyRate(
                tx, Items.NOW, failure -> failures.add(String.valueOf(failure.getMessage())));
        items.database.commit(tx, null);
        items.views.committed(tx, Items.NOW);
        assertThat(failures).containsExactly("poisoned");
        assertThat(items.seen(Items.HIGH, 0)).isEmpty();
        change(items, next -> items.put(next, 2, 1, 70));
        assertThat(items.seen(Items.HIGH, 0)).containsExactly("1 1 60", "2 1 70");
    }

    @Test
    void aViewThatWasMaterialisedInADroppedTransactionIsNot() {
        Items items = new Items();
        MutTx tx = items.database.begin();
        items.views.materialise(tx, items.bound(tx, Items.ALL), Items.caller(0), Items.NOW);
        tx.rollback();
        assertThat(items.views.count()).isZero();
        assertThat(runs(items, next -> items.put(next, 1, 1, 1))).isZero();
        items.materialise(Items.ALL, 0);
        assertThat(items.seen(Items.ALL, 0)).containsExactly("1 1 1");
    }

    @Test
    void whatNobodyUsesGoes() {
        Items items = new Items();
        items.materialise(Items.MINE, 1);
        items.materialise(Items.MINE, 2);
        change(items, tx -> items.put(tx, 1, 1, 1));
        Timestamp later =
                new Timestamp(Items.NOW.micros() + MaterialisedViews.UNUSED_MICROS_MAX + 1);
        MutTx probe = items.database.begin();
        ViewKey used = MaterialisedViews.key(items.bound(probe, Items.MINE), Items.caller(2));
        probe.rollback();
        items.views.uses().subscribe("somebody", 1, List.of(used));
        assertThat(items.views.hasExpired(Items.NOW)).isFalse();
        assertThat(items.views.hasExpired(later)).isTrue();
        MutTx tx = items.database.begin();
        items.views.expire(tx, later, 10);
        items.commit(tx);
        assertThat(items.views.count()).isEqualTo(1);
        assertThat(items.views.hasExpired(later)).isFalse();
        assertThat(items.seen(Items.MINE, 1)).isEmpty();
        assertThat(runs(items, next -> items.put(next, 2, 1, 1))).isZero();
        assertThat(runs(items, next -> items.put(next, 3, 2, 1))).isEqualTo(1);
    }

    @Test
    void runsAndRowsAreCountedByView() {
        Items items = new Items();
        change(
                items,
                tx -> {
                    items.put(tx, 1, 0, 70);
                    items.put(tx, 2, 1, 80);
                });
        items.materialise(Items.MINE, 0);
        items.materialise(Items.MINE, 1);
        items.materialise(Items.ALL, 0);
        change(items, tx -> items.put(tx, 3, 0, 90));
        assertThat(items.views.counts().all().values()).allMatch(counts -> counts.nanos() > 0);
        assertThat(
                        items.views.counts().all().entrySet().stream()
                                .map(each ->
                                        each.getKey()
                                                + ": "
                                                + each.getValue().calls()
                                                + " runs, rows "
                                                + each.getValue().rows()))
                .containsExactlyInAnyOrder(
                        Items.MINE + ": 3 runs, rows " + (1 + 1 + 2),
                        Items.ALL + ": 2 runs, rows " + (2 + 3));
    }
}
