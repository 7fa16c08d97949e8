package sh.keptn.services.test;

import java.time.Duration;

/**
 * When iterations ought to begin where a rate is given. While the rate grows, in a straight line from zero, half as many begin as
 * later in the same time.
 *
 * @param perSecond the rate
 */
record Timetable(double perSecond, Duration rampUp) {

    /** When iteration {@code index}, counted from 0, is to begin, from the start of the test on. */
    Duration at(long index) {
        double growing = seconds(rampUp);
        double begunThen = perSecond * growing / 2;
        double at = index < begunThen
                ? Math.sqrt(2 * growing * index / perSecond)
                : growing + (index - begunThen) / perSecond;
        return Duration.ofNanos(Math.round(at * 1e9));
    }

    /** How many iterations are to begin before {@code end}. */
    long before(Duration end) {
        double growing = seconds(rampUp);
        double time = seconds(end);
        double begun = time < growing
                ? perSecond * time * time / (2 * growing)
                : perSecond * growing / 2 + (time - growing) * perSecond;
        return (long) Math.ceil(begun - 1e-9);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
