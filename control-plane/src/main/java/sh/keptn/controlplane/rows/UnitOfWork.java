package sh.keptn.controlplane.rows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * One decision: the rows it reads, and the rows, events and effects that it writes in one transaction. A decision that read
 * a row which somebody else has changed meanwhile is not stored and has to be taken again.
 */
public final class UnitOfWork {

    /** How long the decider has for its effects before the sweep does them. */
    private static final Duration SWEEP_AFTER = Duration.ofSeconds(30);

    private static final int PAGE = 100;

    private final Store store;
    private final Instant now;
    private final Map<Key, Long> versions = new LinkedHashMap<>();
    private final Map<Key, Object> rows = new LinkedHashMap<>();
    private final Map<Key, Supplier<Write>> writes = new LinkedHashMap<>();
    private final Map<Key, KeptnEvent> events = new LinkedHashMap<>();
    private final List<EffectRow> effects = new ArrayList<>();

    public UnitOfWork(Store store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /** The instant at which the decision is taken. */
    public Instant now() {
        return now;
    }

    /** Reads a row, as this decision has written it so far. */
    @SuppressWarnings("unchecked")
    public <R> Optional<R> read(Table<R> table, Key key) {
        if (!versions.containsKey(key)) {
            Optional<Item> item = store.newest(key);
            versions.put(key, item.map(Item::version).orElse(0L));
            item.ifPresent(found -> rows.put(key, table.decode().apply(found.json())));
        }
        return Optional.ofNullable((R) rows.get(key));
    }

    /** Whether a row is there; it need not stay so until the commit. */
    public boolean exists(Key key) {
        return store.newest(key).isPresent();
    }

    /** Reads the rows of a partition that fulfil a condition; only they have to stay as they are until the commit. */
    public <R> List<R> find(Table<R> table, String partition, String sortPrefix, Predicate<R> condition) {
        return store.newest(partition, sortPrefix).stream()
                .filter(item -> condition.test(table.decode().apply(item.json())))
                .flatMap(item -> read(table, item.key()).filter(condition).stream())
                .toList();
    }

    /**
     * The rows of a partition in order, as this decision has written them so far, read only as far as the caller looks. They
     * need not stay as they are until the commit: that is for a row which changes with each of them and which the decision writes.
     */
    @SuppressWarnings("unchecked")
    public <R> Stream<R> scan(Table<R> table, String partition, String sortPrefix) {
        Stream<R> stored = pages(partition, sortPrefix)
                .flatMap(item -> writes.containsKey(item.key())
                        ? Stream.ofNullable((R) rows.get(item.key()))
                        : Stream.of(table.decode().apply(item.json())));
        Stream<R> added = List.copyOf(writes.keySet()).stream()
                .filter(key -> key.partition().equals(partition) && key.sort().startsWith(sortPrefix))
                .filter(key -> versions.getOrDefault(key, 0L) == 0)
                .sorted(Comparator.comparing(Key::sort))
                .flatMap(key -> Stream.ofNullable((R) rows.get(key)));
        return Stream.concat(stored, added);
    }

    private Stream<Item> pages(String partition, String sortPrefix) {
        UnaryOperator<List<Item>> next = page -> page.size() < PAGE
                ? List.of()
                : store.newestAfter(
                        partition, sortPrefix, page.get(page.size() - 1).key().sort(), PAGE);
        return Stream.iterate(store.newestAfter(partition, sortPrefix, "", PAGE), page -> !page.isEmpty(), next)
                .flatMap(List::stream);
    }

    /** Writes a row; one that was not read before must not exist. */
    public <R> void write(Table<R> table, R row) {
        Key key = table.key().apply(row);
        rows.put(key, (Object) row);
        put(key, () -> Json.write(table.encode().apply(row)), table.due().apply(row));
    }

    /** Removes a row that was read before. */
    public <R> void remove(Table<R> table, R row) {
        Key key = table.key().apply(row);
        rows.remove(key);
        writes.put(key, () -> new Write.Delete(key, versions.getOrDefault(key, 0L)));
    }

    /** The context, a new one if nothing is known of it. */
    public ContextRow context(String project, String context) {
        return read(ContextRow.TABLE, ContextRow.key(project, context))
                .orElseGet(() -> ContextRow.first(project, context));
    }

    /** Adds an event to the log of its context and returns its number. */
    public long append(String project, KeptnEvent event) {
        ContextRow row = context(project, event.context());
        write(ContextRow.TABLE, row.withNextEvent());
        Key key = EventLog.key(project, event.context(), row.nextEvent());
        events.put(key, event);
        put(key, () -> Json.write(event.toJson()), null);
        return row.nextEvent();
    }

    /** An event of the log, one that this decision has added included. */
    public KeptnEvent event(String project, String context, long number) {
        Key key = EventLog.key(project, context, number);
        KeptnEvent added = events.get(key);
        if (added != null) {
            return added;
        }
        return store.newest(key)
                .map(item -> KeptnEvent.fromJson(item.json()))
                .orElseThrow(
                        () -> new IllegalStateException("event " + number + " of " + context + " is not in the log"));
    }

    /** The number of an event that somebody sent, empty if it is not in the log yet. */
    public Optional<Long> received(String project, KeptnEvent event) {
        return store.newest(EventLog.receivedKey(project, event))
                .map(item -> (Long) item.json().get("number"));
    }

    /** Adds an event that somebody sent and that is not known yet; returns its number. */
    public long appendReceived(String project, KeptnEvent event) {
        long number = append(project, event);
        put(EventLog.receivedKey(project, event), () -> Json.write(Map.of("number", number)), null);
        return number;
    }

    /** Calls for an effect; effects are done in the order of these calls. */
    public void effect(String project, String context, Effect effect) {
        ContextRow row = context(project, context);
        write(ContextRow.TABLE, row.withNextEffect());
        EffectRow effectRow = new EffectRow(project, context, row.nextEffect(), now.plus(SWEEP_AFTER), effect);
        effects.add(effectRow);
        write(EffectRow.TABLE, effectRow);
    }

    /** The effects that were called for, in order. */
    public List<EffectRow> effects() {
        return List.copyOf(effects);
    }

    /** Stores everything; false, and nothing stored, where a row that was read has changed. */
    public boolean commit() {
        if (writes.isEmpty()) {
            store.settle();
            return true;
        }
        // A row that was written several times is encoded once.
        List<Write> all = new ArrayList<>();
        writes.values().forEach(write -> all.add(write.get()));
        versions.forEach((key, version) -> {
            if (!writes.containsKey(key)) {
                all.add(new Write.Check(key, version));
            }
        });
        return store.transact(all);
    }

    private void put(Key key, Supplier<String> body, @Nullable Instant due) {
        writes.put(key, () -> new Write.Put(key, versions.getOrDefault(key, 0L), body.get(), due));
    }
}
