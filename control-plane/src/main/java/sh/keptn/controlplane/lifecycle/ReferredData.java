package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * The payloads that events refer to because they are too large for them. Writes nothing, and gets single rows of the partitions
 * {@code data#...} and {@code context#...} only: whoever does tasks may read no others.
 */
public final class ReferredData {

    private final Store store;
    private final Clock clock;

    public ReferredData(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The whole payload of a {@code .triggered} event that carries a {@code dataref}, empty for others. */
    public Optional<Map<String, @Nullable Object>> find(String triggeredId) {
        Optional<Map<String, @Nullable Object>> data =
                References.data(new UnitOfWork(store, clock.instant()), triggeredId);
        store.settle();
        return data;
    }

    /**
     * The event with its whole payload, for those who do what it asks for.
     *
     * @throws IllegalStateException if it refers to a payload of which nothing is known
     */
    public KeptnEvent whole(KeptnEvent event) {
        return known(event)
                .orElseThrow(() -> new IllegalStateException("the event `" + event.id() + "` refers to its payload as `"
                        + event.dataref() + "`, of which nothing is known"));
    }

    /** The same for those who are only told of events: what somebody else refers to with an event of his own is not here. */
    public KeptnEvent wholeIfKnown(KeptnEvent event) {
        return known(event).orElse(event);
    }

    /**
     * The event that asks for the task which a task service goes on with by an answer, as the bus has carried it.
     *
     * @param answer with the stamp {@code asker}
     * @throws IllegalStateException if the log does not have it
     */
    public BusEvent asking(BusEvent answer) {
        Map<String, @Nullable Object> asker = Json.child(answer.stamp(), "asker");
        long number = asker.get("event") instanceof Number found ? found.longValue() : 0;
        KeptnEvent asking = new EventLog(store)
                .get(
                        String.valueOf(answer.stamp().get("project")),
                        answer.event().context(),
                        number);
        if (asking == null) {
            throw new IllegalStateException(
                    "no event " + number + " in the log of " + answer.event().context());
        }
        Map<String, @Nullable Object> stamp = new LinkedHashMap<>(answer.stamp());
        stamp.keySet().removeAll(List.of("asker", "selector", "result", "status"));
        stamp.put("kind", "task." + EventType.TRIGGERED);
        stamp.put("services", Arrays.asList(asker.get("service")));
        for (String key : List.of("task", "occurrence", "deadline")) {
            stamp.put(key, asker.get(key));
        }
        return BusEvent.of(asking, stamp);
    }

    private Optional<KeptnEvent> known(KeptnEvent event) {
        if (event.dataref() == null) {
            return Optional.of(event);
        }
        return References.isOurs(event) ? find(event.id()).map(event::withData) : Optional.empty();
    }
}
