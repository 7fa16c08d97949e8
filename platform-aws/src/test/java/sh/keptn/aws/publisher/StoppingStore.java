package sh.keptn.aws.publisher;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sh.keptn.controlplane.lifecycle.InMemoryStore;
import sh.keptn.controlplane.ports.Store;

/** A store whose writes can be where a run ends. */
final class StoppingStore implements Store {

    private final InMemoryStore store = new InMemoryStore();
    private final Stops stops;

    StoppingStore(Stops stops) {
        this.stops = stops;
    }

    @Override
    public Optional<Item> get(Key key) {
        return store.get(key);
    }

    @Override
    public List<Item> query(String partition, String sortPrefix) {
        return store.query(partition, sortPrefix);
    }

    @Override
    public List<Item> queryAfter(String partition, String sortPrefix, String after, int limit) {
        return store.queryAfter(partition, sortPrefix, after, limit);
    }

    @Override
    public List<Item> due(Instant until, int limit) {
        return store.due(until, limit);
    }

    @Override
    public boolean transact(List<Write> writes) {
        return stops.around(() -> store.transact(writes));
    }
}
