package sh.keptn.controlplane.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Write;

/** What every {@link Store} does; extended by the test of each adapter. */
public abstract class StoreContract {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Store.Key KEY = new Store.Key("project", "row");

    /** The store under test, empty, the same one during a test. */
    protected abstract Store store();

    @Test
    void anItemIsReadAsItWasPut() {
        assertThat(store().get(KEY)).isEmpty();
        assertThat(store().transact(List.of(new Write.Put(KEY, 0, "{\"a\":1}", NOON))))
                .isTrue();
        assertThat(store().get(KEY)).contains(new Item(KEY, 1, NOON, "{\"a\":1}"));
    }

    @Test
    void aPutReplacesBodyAndDueAndRaisesTheVersion() {
        put(KEY, 0, "{\"a\":1}", NOON);
        put(KEY, 1, "{\"b\":2}", null);
        assertThat(store().get(KEY)).contains(new Item(KEY, 2, null, "{\"b\":2}"));
    }

    @Test
    void anItemIsThereAsLongAsItHasNotExpired() {
        Instant later = Instant.parse("2100-01-01T00:00:00Z");
        assertThat(store().transact(List.of(new Write.Put(KEY, 0, "{\"a\":1}", NOON, later))))
                .isTrue();
        assertThat(store().get(KEY)).contains(new Item(KEY, 1, NOON, "{\"a\":1}"));
        assertThat(store().transact(List.of(new Write.Put(KEY, 1, "{\"b\":2}", null, later))))
                .isTrue();
        put(KEY, 2, "{\"c\":3}", null);
        assertThat(store().query("project", "")).containsExactly(new Item(KEY, 3, null, "{\"c\":3}"));
        assertThat(store().transact(List.of(new Write.Delete(KEY, 3)))).isTrue();
        assertThat(store().get(KEY)).isEmpty();
    }

    @Test
    void aPutWithAnotherVersionChangesNothing() {
        put(KEY, 0, "{}", null);
        assertThat(store().transact(List.of(new Write.Put(KEY, 0, "{\"x\":1}", null))))
                .isFalse();
        assertThat(store().transact(List.of(new Write.Put(KEY, 2, "{\"x\":1}", null))))
                .isFalse();
        assertThat(store().transact(List.of(new Write.Put(new Store.Key("project", "other"), 1, "{}", null))))
                .isFalse();
        assertThat(store().query("project", "")).containsExactly(new Item(KEY, 1, null, "{}"));
    }

    @Test
    void aDeleteNeedsTheVersionAndRemovesTheItem() {
        put(KEY, 0, "{}", NOON);
        assertThat(store().transact(List.of(new Write.Delete(KEY, 2)))).isFalse();
        assertThat(store().transact(List.of(new Write.Delete(KEY, 1)))).isTrue();
        assertThat(store().get(KEY)).isEmpty();
        assertThat(store().due(NOON, 10)).isEmpty();
        assertThat(store().transact(List.of(new Write.Put(KEY, 0, "{}", null)))).isTrue();
    }

    @Test
    void aCheckChangesNothing() {
        put(KEY, 0, "{}", NOON);
        Store.Key other = new Store.Key("project", "other");
        assertThat(store().transact(List.of(new Write.Check(KEY, 1), new Write.Check(other, 0))))
                .isTrue();
        assertThat(store().get(KEY)).contains(new Item(KEY, 1, NOON, "{}"));
        assertThat(store().get(other)).isEmpty();
    }

    @Test
    void oneConflictUndoesTheWholeTransaction() {
        put(KEY, 0, "{}", null);
        Store.Key first = new Store.Key("project", "first");
        Store.Key last = new Store.Key("project", "last");
        for (Write conflict : List.of(
                new Write.Check(KEY, 2),
                new Write.Check(KEY, 0),
                new Write.Delete(KEY, 5),
                new Write.Put(KEY, 0, "{\"x\":1}", null))) {
            assertThat(store().transact(List.of(
                            new Write.Put(first, 0, "{}", null), conflict, new Write.Put(last, 0, "{}", null))))
                    .isFalse();
        }
        assertThat(store().query("project", "")).extracting(Item::key).containsExactly(KEY);
    }

    @Test
    void aKeyIsWrittenOnceInATransaction() {
        List<Write> writes = List.of(new Write.Check(KEY, 0), new Write.Put(KEY, 0, "{}", null));
        assertThatThrownBy(() -> store().transact(writes)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store().get(KEY)).isEmpty();
    }

    @Test
    void aTransactionHasAtMostAHundredWrites() {
        assertThat(store().transact(puts(100))).isTrue();
        assertThat(store().query("many", "")).hasSize(100);
        assertThatThrownBy(() -> store().transact(puts(101))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQueryFindsThePrefixInOrder() {
        for (String sort : List.of("b#2", "b#10", "a#1", "b", "c", "b\u00e4", "B#1")) {
            put(new Store.Key("p", sort), 0, "{}", null);
        }
        put(new Store.Key("q", "b#0"), 0, "{}", null);
        assertThat(sorts(store().query("p", "b#"))).containsExactly("b#10", "b#2");
        assertThat(sorts(store().query("p", "b"))).containsExactly("b", "b#10", "b#2", "b\u00e4");
        assertThat(sorts(store().query("p", ""))).containsExactly("B#1", "a#1", "b", "b#10", "b#2", "b\u00e4", "c");
        assertThat(store().query("p", "x")).isEmpty();
        assertThat(store().query("none", "")).isEmpty();
    }

    @Test
    void aQueryContinuesAfterASortKey() {
        for (int i = 0; i < 5; i++) {
            put(new Store.Key("p", "a#" + i), 0, "{}", null);
        }
        put(new Store.Key("p", "b#0"), 0, "{}", null);
        assertThat(sorts(store().queryAfter("p", "a#", "", 2))).containsExactly("a#0", "a#1");
        assertThat(sorts(store().queryAfter("p", "a#", "a#1", 2))).containsExactly("a#2", "a#3");
        assertThat(sorts(store().queryAfter("p", "a#", "a#3", 2))).containsExactly("a#4");
        assertThat(store().queryAfter("p", "a#", "a#4", 2)).isEmpty();
        assertThat(sorts(store().queryAfter("p", "a#", "a#25", 1))).containsExactly("a#3");
    }

    @Test
    void theNewestItemsAreReadPageByPage() {
        for (int i = 0; i < 5; i++) {
            put(new Store.Key("p", "a#" + i), 0, "{}", null);
        }
        put(new Store.Key("p", "b#0"), 0, "{}", null);
        assertThat(store().transact(List.of(new Write.Delete(new Store.Key("p", "a#1"), 1))))
                .isTrue();
        assertThat(sorts(store().newestAfter("p", "a#", "", 2))).startsWith("a#0", "a#2");
        assertThat(sorts(store().newestAfter("p", "a#", "a#2", 2))).containsExactly("a#3", "a#4");
        assertThat(store().newestAfter("p", "a#", "a#4", 2)).isEmpty();
    }

    @Test
    void unicodeIsKeptAndOrderedByItsBytes() {
        // In UTF-16 the emoji's surrogates would stand before U+FF5E.
        List<String> sorts = List.of("x\u00e9", "x\uff5e", "x\ud83d\ude00");
        for (String sort : sorts) {
            put(new Store.Key("\u30d7\u30ed", sort), 0, "{\"text\":\"" + sort + "\"}", null);
        }
        assertThat(sorts(store().query("\u30d7\u30ed", "x"))).isEqualTo(sorts);
        assertThat(sorts(store().query("\u30d7\u30ed", "x\ud83d\ude00"))).containsExactly("x\ud83d\ude00");
        assertThat(store().get(new Store.Key("\u30d7\u30ed", "x\ud83d\ude00"))
                        .orElseThrow()
                        .body())
                .isEqualTo("{\"text\":\"x\ud83d\ude00\"}");
    }

    @Test
    void dueItemsComeEarliestFirst() {
        put(new Store.Key("p", "late"), 0, "{}", NOON.plusSeconds(60));
        put(new Store.Key("q", "early"), 0, "{}", NOON.minusSeconds(60));
        put(new Store.Key("p", "noon"), 0, "{}", NOON);
        put(new Store.Key("p", "never"), 0, "{}", null);
        assertThat(sorts(store().due(NOON, 10))).containsExactly("early", "noon");
        assertThat(sorts(store().due(NOON.minusMillis(1), 10))).containsExactly("early");
        assertThat(sorts(store().due(NOON.plusSeconds(3600), 2))).containsExactly("early", "noon");
        put(new Store.Key("q", "early"), 1, "{}", null);
        assertThat(sorts(store().due(NOON, 10))).containsExactly("noon");
    }

    @Test
    void concurrentWritersLoseNoUpdate() throws Exception {
        int threads = 8;
        int increments = increments();
        put(KEY, 0, "0", null);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                done.add(executor.submit(() -> IntStream.range(0, increments).forEach(j -> increment())));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }
        Item item = store().get(KEY).orElseThrow();
        assertThat(item.body()).isEqualTo(String.valueOf(threads * increments));
        assertThat(item.version()).isEqualTo(1L + increments * (long) threads);
    }

    /** How often each of the concurrent writers writes; fewer where a write takes long. */
    protected int increments() {
        return 25;
    }

    private void increment() {
        boolean done = false;
        while (!done) {
            Item item = store().get(KEY).orElseThrow();
            String next = String.valueOf(Integer.parseInt(item.body()) + 1);
            done = store().transact(List.of(new Write.Put(KEY, item.version(), next, null)));
        }
    }

    private void put(Store.Key key, long expectedVersion, String body, @Nullable Instant due) {
        assertThat(store().transact(List.of(new Write.Put(key, expectedVersion, body, due))))
                .isTrue();
    }

    private static List<Write> puts(int count) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(new Write.Put(new Store.Key("many", "row" + i), 0, "{}", null));
        }
        return writes;
    }

    private static List<String> sorts(List<Item> items) {
        return items.stream().map(item -> item.key().sort()).toList();
    }
}
