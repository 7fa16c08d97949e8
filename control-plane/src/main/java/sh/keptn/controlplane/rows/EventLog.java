package sh.keptn.controlplane.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.events.KeptnEvent;

/** The events of a context in the order in which they were accepted, each once. */
public final class EventLog {

    private static final String PREFIX = "event#";
    private static final int PAGE = 500;

    private final Store store;

    public EventLog(Store store) {
        this.store = store;
    }

    /** An event with its place in the log. */
    public record Entry(long number, KeptnEvent event) {}

    /** The events after the number, 0 for all. */
    public List<Entry> after(String project, String context, long number) {
        String partition = ContextRow.partition(project, context);
        return store.queryAfter(partition, PREFIX, sort(number), PAGE).stream()
                .map(item -> new Entry(number(item.key()), KeptnEvent.fromJson(item.json())))
                .toList();
    }

    /** One event, null if there is none of that number. */
    public @Nullable KeptnEvent get(String project, String context, long number) {
        return store.get(key(project, context, number))
                .map(item -> KeptnEvent.fromJson(item.json()))
                .orElse(null);
    }

    /** The same of one that is durable, from what is still known of the transaction that has added it. */
    public @Nullable KeptnEvent newest(String project, String context, long number) {
        return store.newest(key(project, context, number))
                .map(item -> KeptnEvent.fromJson(item.json()))
                .orElse(null);
    }

    static Key key(String project, String context, long number) {
        return new Key(ContextRow.partition(project, context), sort(number));
    }

    /**
     * What tells an event that somebody sent from all others. An id alone does not: it is its sender's, who may give each task's
     * answer the same one (CloudEvents 1.0, "id": unique together with the source).
     */
    static Key receivedKey(String project, KeptnEvent event) {
        String sent = Ids.of("received", event.source(), event.type(), String.valueOf(event.triggeredId()), event.id());
        return new Key(ContextRow.partition(project, event.context()), "id#" + sent);
    }

    private static String sort(long number) {
        return PREFIX + SortNumber.of(number);
    }

    private static long number(Key key) {
        return Long.parseLong(key.sort().substring(PREFIX.length()));
    }
}
