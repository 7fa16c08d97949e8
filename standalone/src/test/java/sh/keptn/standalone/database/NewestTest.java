package sh.keptn.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is known of values whose writes end in any order. */
final class NewestTest {

    private static final String KEY = "row";
    private static final long LIMIT = 10;

    private final Newest<String, String> newest = new Newest<>(LIMIT);

    @Test
    void newerValueStaysWhereTheOlderOneIsToldOfLater() {
        CompletableFuture<Boolean> first = handOver("first");
        CompletableFuture<Boolean> second = handOver("second");
        second.complete(true);
        first.complete(true);
        assertThat(newest.get(KEY)).isEqualTo("second");
        assertThat(newest.isMoving()).isFalse();
    }

    @Test
    void olderValueThatIsToldOfLaterIsNotKnownAgain() {
        CompletableFuture<Boolean> first = handOver("first");
        CompletableFuture<Boolean> second = handOver("second");
        second.complete(false);
        first.complete(true);
        assertThat(newest.get(KEY)).as("the database has it").isNull();
    }

    @Test
    void valueThatWasNotStoredTakesTheOneBeforeItAlong() {
        handOver("first").complete(true);
        CompletableFuture<Boolean> second = handOver("second");
        assertThat(newest.get(KEY)).isEqualTo("second");
        second.completeExceptionally(new DatabaseException("the disk is full", null));
        assertThat(newest.get(KEY)).isNull();
    }

    @Test
    void oldestValuesAreLetGoFirst() {
        newest.handOver(Map.of("a", "aaaaaa"), String::length, CompletableFuture.completedFuture(true));
        newest.handOver(Map.of("b", "bbbb"), String::length, CompletableFuture.completedFuture(true));
        assertThat(newest.get("a")).isNotNull();
        newest.handOver(Map.of("c", "c"), String::length, CompletableFuture.completedFuture(true));
        assertThat(newest.get("b")).as("least lately read").isNull();
        assertThat(newest.get("a")).isEqualTo("aaaaaa");
        assertThat(newest.get("c")).isEqualTo("c");
    }

    private CompletableFuture<Boolean> handOver(String value) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        newest.handOver(Map.of(KEY, value), String::length, written);
        return written;
    }
}
