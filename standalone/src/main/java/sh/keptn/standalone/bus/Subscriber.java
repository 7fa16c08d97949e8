package sh.keptn.standalone.bus;

import java.util.function.Consumer;
import java.util.function.Function;
import sh.keptn.events.BusEvent;

/**
 * Who gets the events that match a pattern.
 *
 * @param name unique, and the same after a restart: deliveries that are left are found by it
 * @param pattern an event pattern as JSON text
 * @param handler returns when it has done its work, or says when it goes on; {@link sh.keptn.standalone.time.CallBrokenOff}
 *     means "after the next start", whatever else it throws "again later". It may be called more than once, and by several
 *     threads.
 * @param givenUp told before a delivery becomes a dead letter, so that nobody waits for the subscriber any more
 * @param retries how often and when it is tried again
 */
public record Subscriber(
        String name,
        String pattern,
        Function<BusEvent, Delivered> handler,
        Consumer<DeadLetter> givenUp,
        Retries retries) {

    /** A subscriber that is tried ten times. */
    public Subscriber(
            String name, String pattern, Function<BusEvent, Delivered> handler, Consumer<DeadLetter> givenUp) {
        this(name, pattern, handler, givenUp, Retries.USUAL);
    }

    /** A subscriber that nobody waits for. */
    public Subscriber(String name, String pattern, Function<BusEvent, Delivered> handler) {
        this(name, pattern, handler, letter -> {});
    }
}
