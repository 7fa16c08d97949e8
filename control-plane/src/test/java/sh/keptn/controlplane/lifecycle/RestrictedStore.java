package sh.keptn.controlplane.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sh.keptn.controlplane.ports.Store;

/** A store of which somebody may get single rows of some partitions and write those of others, as a role on AWS may be allowed to. */
public final class RestrictedStore implements Store {

    private final Store store;
    private final List<String> read;
    private final List<String> queried;
    private final List<String> written;

    /**
     * Restricts a store.
     *
     * @param read how the partitions begin of which rows may be got
     * @param queried how the partitions begin that may be queried
     * @param written how the partitions begin whose rows may be written
     */
    public RestrictedStore(Store store, List<String> read, List<String> queried, List<String> written) {
        this.store = store;
        this.read = read;
        this.queried = queried;
        this.written = written;
    }

    @Override
    public Optional<Item> get(Key key) {
        require(read, Stream.of(key));
        return store.get(key);
    }

    @Override
    public List<Item> query(String partition, String sortPrefix) {
        require(queried, Stream.of(new Key(partition, sortPrefix)));
        return store.query(partition, sortPrefix);
    }

    @Override
    public List<Item> queryAfter(String partition, String sortPrefix, String after, int limit) {
        require(queried, Stream.of(new Key(partition, sortPrefix)));
        return store.queryAfter(partition, sortPrefix, after, limit);
    }

    @Override
    public List<Item> due(Instant until, int limit) {
        throw new IllegalStateException("a query of due rows");
    }

    @Override
    public boolean transact(List<Write> writes) {
        require(written, writes.stream().map(Write::key));
        return store.transact(writes);
    }

    private static void require(List<String> allowed, Stream<Key> keys) {
        keys.filter(key -> allowed.stream().noneMatch(key.partition()::startsWith))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalStateException(key + " begins with none of " + allowed);
                });
    }
}
