package sh.keptn.standalone.database;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest values of what this process, the only writer, has written: all that are on their way to the disk, and those
 * that were written a short while ago, so that they need not be read again. Bounded by size; what is not here is in the
 * database. Safe for several threads.
 */
public final class Newest<K, V> {

    private final long limit;
    private final Map<K, Entry<V>> onTheirWay = new LinkedHashMap<>();
    private final Map<K, Entry<V>> stored = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** Compared by identity: the same value written twice is two entries. */
    private static final class Entry<V> {
        private final V value;
        private final int size;
        private final CompletableFuture<Boolean> written;

        Entry(V value, int size, CompletableFuture<Boolean> written) {
            this.value = value;
            this.size = size;
            this.written = written;
        }
    }

    /** @param limit how much the values that are kept after they were stored may have in size */
    public Newest(long limit) {
        this.limit = limit;
    }

    /** The newest value, null if it is only in the database. */
    public synchronized @Nullable V get(K key) {
        Entry<V> found = onTheirWay.get(key);
        if (found == null) {
            found = stored.get(key);
        }
        return found == null ? null : found.value;
    }

    /** The keys of values on their way to the disk that fulfil a condition. */
    public synchronized List<K> onTheirWay(Predicate<K> condition) {
        return onTheirWay.keySet().stream().filter(condition).toList();
    }

    /** Completes when the newest value is on disk as it was handed over; true at once if it is not on its way. */
    public synchronized CompletableFuture<Boolean> stored(K key) {
        Entry<V> moving = onTheirWay.get(key);
        return moving == null ? CompletableFuture.completedFuture(true) : moving.written;
    }

    /** Whether something is on its way to the disk. */
    public synchronized boolean isMoving() {
        return !onTheirWay.isEmpty();
    }

    /**
     * Takes values that were handed to the database, in the order in which they were.
     *
     * @param sizeOf what a value counts, 0 where it is not needed any more once it is stored
     * @param written completes with whether they were stored; a value that was not is forgotten
     */
    public void handOver(Map<K, V> values, Function<V, Integer> sizeOf, CompletableFuture<Boolean> written) {
        Map<K, Entry<V>> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> entries.put(key, new Entry<>(value, sizeOf.apply(value), written)));
        synchronized (this) {
            onTheirWay.putAll(entries);
        }
        var unused = written.whenComplete((done, failure) -> arrived(entries, Boolean.TRUE.equals(done)));
    }

    /**
     * Values may arrive in another order than they were handed over: whoever waits for one may run this in his own thread, and be held
     * up. So only the newest one of a key says what is known of it.
     */
    private synchronized void arrived(Map<K, Entry<V>> entries, boolean done) {
        entries.forEach((key, entry) -> {
            if (onTheirWay.get(key) != entry) {
                return;
            }
            onTheirWay.remove(key);
            Entry<V> old = stored.remove(key);
            size -= old == null ? 0 : old.size;
            if (done && entry.size > 0) {
                stored.put(key, entry);
                size += entry.size;
            }
        });
        Iterator<Entry<V>> oldest = stored.values().iterator();
        while (size > limit && oldest.hasNext()) {
            size -= oldest.next().size;
            oldest.remove();
        }
    }
}
