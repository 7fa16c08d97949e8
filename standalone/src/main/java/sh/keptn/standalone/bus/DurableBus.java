package sh.keptn.standalone.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.time.CallBrokenOff;
import sh.keptn.standalone.time.Timeline;

/**
 * The bus of one process. An event that was put reaches each subscriber whose pattern matches, at least once and across
 * restarts; a subscriber that fails is tried again as its {@link Retries} say, then the delivery becomes a dead letter. Each
 * delivery is work of its own, so nobody waits for a slow subscriber. An event id that is still on its
 * way to a subscriber is not delivered a second time beside it.
 */
public final class DurableBus implements EventBus {

    private static final int ERROR_LIMIT = 500;

    /** How long to wait where something could not be stored. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Database database;
    private final BusTables tables;
    private final Timeline timeline;
    private final EventPatterns patterns;
    private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
    private List<Delivery> left;

    /** Since something that should have been stored was not. */
    private volatile boolean storageFails;

    /**
     * Creates the tables where there are none.
     *
     * @throws IllegalArgumentException if two subscribers share a name, or a pattern is none
     */
    public DurableBus(Database database, Timeline timeline, List<Subscriber> subscribers) {
        this.database = database;
        this.tables = new BusTables(database);
        this.timeline = timeline;
        Map<String, String> byName = new LinkedHashMap<>();
        for (Subscriber subscriber : subscribers) {
            if (this.subscribers.put(subscriber.name(), subscriber) != null) {
                throw new IllegalArgumentException("two subscribers are named `" + subscriber.name() + "`");
            }
            byName.put(subscriber.name(), subscriber.pattern());
        }
        this.patterns = EventPatterns.of(byName);
        this.left = tables.all();
    }

    @Override
    public void put(BusEvent event) {
        put(event, patterns.matching(event));
    }

    /** Puts an event for one subscriber only; nothing happens where there is none of the name, or it has the event to come. */
    public void putFor(String subscriber, BusEvent event) {
        if (subscribers.containsKey(subscriber)) {
            put(event, List.of(subscriber));
        }
    }

    /** An event for one subscriber. */
    public record Addressed(String subscriber, BusEvent event) {}

    /** Puts events for one subscriber each, all of them or none; those for nobody are passed over. */
    public void putFor(List<Addressed> all) {
        Instant now = timeline.clock().instant();
        put(all.stream()
                .filter(each -> subscribers.containsKey(each.subscriber()))
                .map(each -> new Delivery(each.event(), each.subscriber(), 0, now))
                .toList());
    }

    private void put(BusEvent event, List<String> names) {
        Instant now = timeline.clock().instant();
        put(names.stream().map(name -> new Delivery(event, name, 0, now)).toList());
    }

    private void put(List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) {
            tables.add(deliveries).forEach(delivery -> timeline.run(() -> deliver(delivery)));
        }
    }

    /**
     * Continues the deliveries that an earlier process left; call once, when the subscribers can work. Events that were put
     * since the bus was made are on their way already.
     */
    public void recover() {
        left.forEach(this::schedule);
        left = List.of();
    }

    /** What subscribers are not done with, those of other processes included. */
    public Stream<Addressed> toCome() {
        return tables.all().stream().map(delivery -> new Addressed(delivery.subscriber(), delivery.event()));
    }

    /** The deliveries that were given up, oldest first. */
    public List<DeadLetter> deadLetters() {
        return tables.deadLetters();
    }

    private void schedule(Delivery delivery) {
        timeline.at(delivery.due(), Timeline.Kind.PROGRESS, () -> deliver(delivery));
    }

    private void deliver(Delivery delivery) {
        Subscriber subscriber = subscribers.get(delivery.subscriber());
        if (subscriber == null) {
            // It stays for a process that has the subscriber: one with another uniform may have come in between.
            return;
        }
        Delivered delivered;
        try {
            delivered = subscriber.handler().apply(delivery.event());
            storageFails = false;
        } catch (CallBrokenOff e) {
            // No try: the row stays as it is and is delivered after the next start.
            return;
        } catch (StoreUnavailableException | DatabaseException e) {
            if (timeline.isVirtual()) {
                // Room does not come by waiting there, and a conflict with others is over after a try or two.
                failed(subscriber, delivery, e);
            } else {
                rest(e, () -> deliver(delivery));
            }
            return;
        } catch (RuntimeException | Error e) {
            failed(subscriber, delivery, e);
            return;
        }
        Instant again = delivered.again();
        if (again == null) {
            forget(delivery);
        } else {
            // The row stays as it is: after a restart the subscriber is asked at once and says again how long it waits.
            timeline.at(again, delivered.kind(), () -> deliver(delivery));
        }
    }

    private void failed(Subscriber subscriber, Delivery delivery, Throwable error) {
        Instant now = timeline.clock().instant();
        int tries = delivery.tries() + 1;
        List<Duration> delays = subscriber.retries().delays();
        boolean again = tries <= delays.size();
        Instant due = again ? now.plus(delays.get(tries - 1)) : now;
        Delivery next = new Delivery(delivery.event(), delivery.subscriber(), tries, due);
        String line = oneLine(error);
        try {
            if (again) {
                tables.again(next);
            } else {
                subscriber.givenUp().accept(new DeadLetter(next.event(), next.subscriber(), line, tries, now));
                tables.giveUp(next, line, now);
            }
        } catch (StoreUnavailableException | DatabaseException e) {
            rest(e, () -> failed(subscriber, delivery, error));
            return;
        }
        if (again) {
            schedule(next);
        }
    }

    /** A row that cannot be removed now is removed later: nobody gets the event again before the next start. */
    private void forget(Delivery delivery) {
        var unused = tables.done(delivery).exceptionally(failure -> {
            timeline.run(() -> rest(
                    new DatabaseException("cannot write: " + failure.getMessage(), failure), () -> forget(delivery)));
            return 0;
        });
    }

    /**
     * Does something once more in a while, because it could not be stored: the disk is full, say. That is no fault of the
     * subscriber, and no try of his. The first failure is reported, as everything is that work on the timeline throws.
     */
    private void rest(RuntimeException failure, Runnable work) {
        if (database.isClosed() || timeline.isVirtual()) {
            // The row is found after the next start.
            throw failure;
        }
        timeline.at(timeline.clock().instant().plus(REST), Timeline.Kind.PROGRESS, work);
        if (!storageFails) {
            storageFails = true;
            throw failure;
        }
    }

    private static String oneLine(Throwable error) {
        String line = error.toString().lines().findFirst().orElse("");
        return line.length() > ERROR_LIMIT ? line.substring(0, ERROR_LIMIT) : line;
    }
}
