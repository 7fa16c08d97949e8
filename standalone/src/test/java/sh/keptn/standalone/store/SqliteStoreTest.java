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
