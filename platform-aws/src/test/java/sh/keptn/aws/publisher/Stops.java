package sh.keptn.aws.publisher;

import java.util.function.Supplier;

/** Ends a run as a crash does, just before or just after one of the calls that change something. */
final class Stops {

    private int left = Integer.MAX_VALUE;

    /** What a crash looks like to the test. */
    static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Stops at a step from now on, each call having two: before it, and after it. */
    void at(int step) {
        left = step;
    }

    void never() {
        left = Integer.MAX_VALUE;
    }

    <T> T around(Supplier<T> call) {
        step();
        T result = call.get();
        step();
        return result;
    }

    private void step() {
        if (left == 0) {
            throw new Stopped();
        }
        left--;
    }
}
