package sh.keptn.standalone.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads whose names say what they do. */
final class Threads {

    private Threads() {}

    /** The environment variable that adds the stack trace of an internal error. */
    private static final String DEBUG = "KEPTN_DEBUG";

    static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(Threads::report);
            return thread;
        };
    }

    private static void report(Thread thread, Throwable failure) {
        System.err.println("internal error in " + thread.getName() + ": " + failure + " (" + DEBUG + "=1 shows where)");
        if (System.getenv(DEBUG) != null) {
            failure.printStackTrace();
        }
    }
}
