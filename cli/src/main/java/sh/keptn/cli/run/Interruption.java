package sh.keptn.cli.run;

import java.util.concurrent.locks.LockSupport;
import sh.keptn.standalone.Standalone;
import sh.keptn.standalone.time.Timeline;

/** Ends what runs when the process is interrupted (Ctrl-C, SIGTERM), so that commands do not go on without it. */
final class Interruption {

    private final Thread hook;
    private volatile boolean happened;

    private Interruption(Standalone standalone, Timeline timeline) {
        this.hook = new Thread(
                () -> {
                    happened = true;
                    // Nobody takes what was interrupted for something that waits for a person.
                    timeline.runHere(standalone::close);
                },
                "close-standalone");
    }

    /** Closes the platform when the process is interrupted from now on. */
    static Interruption closing(Standalone standalone, Timeline timeline) {
        Interruption interruption = new Interruption(standalone, timeline);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Returns at once if nothing was interrupted; otherwise the process ends while this waits. */
    void waitIfItIsTheReason() {
        while (happened) {
            LockSupport.park();
        }
    }

    /** The run is over. */
    void noLonger() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already.
        }
    }
}
