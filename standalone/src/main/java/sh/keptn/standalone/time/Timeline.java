package sh.keptn.standalone.time;

import java.time.Clock;
import java.time.Instant;

/**
 * Runs all asynchronous work of the process and owns its clock. Work that fails is reported to the thread's uncaught
 * exception handler and never stops the timeline.
 */
public interface Timeline extends AutoCloseable {

    /** The time that events, rows and waits use. */
    Clock clock();

    /** Runs work at once on a worker thread. */
    void run(Runnable work);

    /** Does work of somebody outside on his own thread: until it returns, nothing is idle and virtual time stands still. */
    void runHere(Runnable work);

    /** Runs work on a worker thread when the instant has come; at once if it has passed. */
    Timer at(Instant due, Kind kind, Runnable work);

    /**
     * Whether nothing goes on by itself: no work runs and no timer of kind {@link Kind#PROGRESS} waits. Only a deadline or
     * somebody outside can change anything then.
     */
    boolean isIdle();

    /** Whether time jumps instead of passing: nothing outside of the process gets better meanwhile. */
    boolean isVirtual();

    /**
     * Stops taking work, interrupts what runs and waits a few seconds for it. Timers that are not due are dropped. What is
     * not done then is found in the database and done after the next start.
     */
    @Override
    void close();

    /** Work that waits for its instant. */
    interface Timer {
        /** Forgets the work; does nothing if it has begun. */
        void cancel();
    }

    /** Why somebody waits for an instant. */
    enum Kind {
        /** Something goes on then: a Wait state, the delay of a simulated answer, a retry. */
        PROGRESS,
        /** Something is given up then if nothing happens before: a timeout. */
        DEADLINE
    }
}
