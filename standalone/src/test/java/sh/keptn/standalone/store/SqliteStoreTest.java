package sh.keptn.standalone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.StoreContract;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.standalone.database.Database;

final class SqliteStoreTest extends StoreContract {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private SqliteStore store;

    private final List<Instant> due = new ArrayList<>();

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("keptn.db"));
        store = new SqliteStore(database, put -> due.add(put.due()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    /** Its versions are in the file alone: this store does not know what the other one has written. */
    @Test
    void whatAnotherHasChangedUndoesAllOfATransaction() {
        SqliteStore other = new SqliteStore(database, put -> {});
        Store.Key changed = new Store.Key("p", "changed");
        Store.Key free = new Store.Key("p", "free");
        assertThat(other.transact(List.of(new Store.Write.Put(changed, 0, "{\"by\":\"other\"}", null))))
                .isTrue();
        for (Store.Write late : List.of(
                new Store.Write.Put(changed, 0, "{}", null),
                new Store.Write.Put(changed, 2, "{}", null),
                new Store.Write.Delete(changed, 2),
                new Store.Write.Delete(changed, 0),
                new Store.Write.Check(changed, 0))) {
            Store.Write first = new Store.Write.Put(free, 0, "{}", null);
            assertThat(store.transact(List.of(first, late))).isFalse();
            assertThat(store.get(free)).isEmpty();
            assertThat(store.newest(free)).isEmpty();
            assertThat(store.get(changed)).contains(new Store.Item(changed, 1, null, "{\"by\":\"other\"}"));
        }
        assertThat(store.transact(List.of(new Store.Write.Delete(free, 0), new Store.Write.Delete(changed, 1))))
                .isTrue();
        assertThat(store.query("p", "")).isEmpty();
    }

    @Test
    void theListenerHearsOfDueTimesThatWereCommitted() {
        Instant noon = Instant.parse("2026-06-01T12:00:00Z");
        Store.Key key = new Store.Key("p", "s");
        assertThat(store.transact(List.of(new Store.Write.Put(key, 3, "{}", noon))))
                .isFalse();
        assertThat(due).isEmpty();
        assertThat(store.transact(List.of(new Store.Write.Put(key, 0, "{}", noon))))
                .isTrue();
        assertThat(due).containsExactly(noon);
    }

    @Test
    void itemsOutliveTheProcess() {
        Store.Key key = new Store.Key("p", "s");
        assertThat(store.transact(List.of(new Store.Write.Put(key, 0, "{\"a\":1}", Instant.MAX))))
                .isTrue();
        database.close();
        open();
        assertThat(store.get(key))
                .hasValueSatisfying(item -> assertThat(item.body()).isEqualTo("{\"a\":1}"));
    }

    @Test
    void aClosedDatabaseIsUnavailable() {
        database.close();
        List<Store.Write> writes = List.of(new Store.Write.Put(new Store.Key("p", "s"), 0, "{}", null));
        assertThatThrownBy(() -> store.transact(writes)).isInstanceOf(StoreUnavailableException.class);
    }
}
