package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sh.keptn.controlplane.ports.Store;

/** A store that forgets everything with the process. */
public final class InMemoryStore implements Store {

    private static final int WRITE_LIMIT = 100;

    private final Map<String, Map<String, Item>> partitions = new TreeMap<>();

    @Override
    public synchronized Optional<Item> get(Key key) {
        return Optional.ofNullable(
                partitions.getOrDefault(key.partition(), Map.of()).get(key.sort()));
    }

    /** Everything in it. */
    public synchronized List<Item> all() {
        return partitions.values().stream()
                .flatMap(items -> items.values().stream())
                .toList();
    }

    @Override
    public List<Item> query(String partition, String sortPrefix) {
        return queryAfter(partition, sortPrefix, "", Integer.MAX_VALUE);
    }

    @Override
    public synchronized List<Item> queryAfter(String partition, String sortPrefix, String after, int limit) {
        return partitions.getOrDefault(partition, Map.of()).values().stream()
                .filter(item -> item.key().sort().startsWith(sortPrefix)
                        && item.key().sort().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Item> due(Instant until, int limit) {
        return partitions.values().stream()
                .flatMap(items -> items.values().stream())
                .filter(item -> isDue(item, until))
                .sorted(Comparator.comparing(item -> String.valueOf(item.due())))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean transact(List<Write> writes) {
        if (writes.size() > WRITE_LIMIT) {
            throw new IllegalArgumentException(writes.size() + " writes in one transaction");
        }
        for (Write write : writes) {
            if (get(write.key()).map(Item::version).orElse(0L) != write.expectedVersion()) {
                return false;
            }
        }
        for (Write write : writes) {
            Map<String, Item> items = partitions.computeIfAbsent(write.key().partition(), name -> new TreeMap<>());
            if (write instanceof Write.Put put) {
                items.put(put.key().sort(), new Item(put.key(), put.expectedVersion() + 1, put.due(), put.body()));
            } else if (write instanceof Write.Delete) {
                items.remove(write.key().sort());
            }
        }
        return true;
    }

    /** The length of the largest item of a partition. */
    synchronized int largestBody(String partition) {
        return partitions.getOrDefault(partition, Map.of()).values().stream()
                .mapToInt(item -> item.body().length())
                .max()
                .orElse(0);
    }

    private static boolean isDue(Item item, Instant until) {
        Instant due = item.due();
        return due != null && !due.isAfter(until);
    }
}
