package sh.keptn.standalone.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import sh.keptn.standalone.time.Timeline;

/**
 * Executions of which a step could not be stored, or which could not be read: the disk is full, say. All of them go on
 * together after a while, in growing intervals of at most a minute until something can be stored again. Safe for several
 * threads.
 */
final class RestingExecutions {

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    private final Timeline timeline;
    private final BooleanSupplier over;
    private final BiConsumer<String, List<Signal>> goOn;
    private Map<String, List<Signal>> resting = new LinkedHashMap<>();

    /** Since something could be stored; few look at it while all is well. */
    private volatile int tries;

    /**
     * @param over whether waiting is in vain, as with a closed database: then nothing goes on before the next start
     * @param goOn takes an execution's reference and what it has to be told again, on the timeline's workers
     */
    RestingExecutions(Timeline timeline, BooleanSupplier over, BiConsumer<String, List<Signal>> goOn) {
        this.timeline = timeline;
        this.over = over;
        this.goOn = goOn;
    }

    /**
     * Lets an execution rest for a while.
     *
     * @param lost what it was told and does not know
     * @return whether it is the first one since something could be stored, or nothing will go on
     */
    synchronized boolean add(String reference, List<Signal> lost) {
        if (over.getAsBoolean()) {
            return true;
        }
        boolean first = tries == 0;
        if (resting.isEmpty()) {
            Duration delay = Duration.ofSeconds(1L << Math.min(tries, 6));
            Duration bounded = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
            timeline.at(timeline.clock().instant().plus(bounded), Timeline.Kind.PROGRESS, this::goOn);
            tries = tries + 1;
        }
        resting.computeIfAbsent(reference, unused -> new ArrayList<>()).addAll(lost);
        return first;
    }

    /** Something could be stored. */
    void stored() {
        if (tries > 0) {
            reset();
        }
    }

    private synchronized void reset() {
        tries = 0;
    }

    private void goOn() {
        Map<String, List<Signal>> rested;
        synchronized (this) {
            rested = resting;
            resting = new LinkedHashMap<>();
        }
        // Each for itself: one that fails again keeps no other one from going on.
        rested.forEach((reference, lost) -> timeline.run(() -> goOn.accept(reference, lost)));
    }
}
