package sh.keptn.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DatabaseTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("keptn.db"));
        database.write(statements -> {
            statements.define("CREATE TABLE IF NOT EXISTS t (n INTEGER)");
            return true;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aTransactionThatThrowsUndoesOnlyItself() {
        List<CompletableFuture<Boolean>> done = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            done.add(database.writeLater(statements -> {
                statements.update("INSERT INTO t VALUES (?)", number);
                if (number % 3 == 1) {
                    throw new IllegalStateException("no");
                }
                if (number % 3 == 2) {
                    throw new AssertionError("no");
                }
                return true;
            }));
        }
        done.forEach(each -> assertThat(each.handle((ok, error) -> true).join()).isTrue());
        assertThat(count()).isEqualTo(34);
        assertThatThrownBy(() -> database.write(statements -> statements.update("nonsense")))
                .isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> database.write(statements -> {
                    throw new AssertionError("mine");
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aDiskThatWasFullCanBeWrittenAgain() {
        String text = "x".repeat(10_000);
        Database.Transaction<Integer> insert = statements -> statements.update("INSERT INTO t VALUES (?)", text);
        assertThat(database.write(insert)).isOne();
        limitPages(1);
        assertThatThrownBy(() -> database.write(insert))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("full");
        assertThat(count()).isOne();
        limitPages(1_000);
        assertThat(database.write(insert)).isOne();
        assertThat(count()).isEqualTo(2);
    }

    /** At least those that there are. */
    private void limitPages(int pages) {
        database.write(statements -> statements.query("PRAGMA max_page_count=" + pages, row -> true));
    }

    @Test
    void whatWasAcceptedIsWrittenBeforeItCloses() {
        List<CompletableFuture<Integer>> done = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            done.add(database.writeLater(statements -> statements.update("INSERT INTO t VALUES (1)")));
        }
        database.close();
        database.close();
        assertThat(done).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
        assertThatThrownBy(() -> database.write(statements -> true)).hasMessageContaining("closed");
        open();
        assertThat(count()).isEqualTo(1_000);
    }

    @Test
    void aFileOfAnotherFormatIsLeftAlone() {
        Path other = folder.resolve("other.db");
        try (Database old = Database.open(other)) {
            old.write(statements -> {
                statements.define("CREATE TABLE t (n INTEGER)");
                statements.define("PRAGMA user_version=1");
                return true;
            });
        }
        assertThatThrownBy(() -> Database.open(other))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("was written by another version of keptn");
    }

    private long count() {
        return database.read(statements -> statements.query("SELECT count(*) FROM t", row -> row.getLong(1)))
                .get(0);
    }
}
