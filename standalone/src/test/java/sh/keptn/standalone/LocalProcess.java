package sh.keptn.standalone;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.translator.Plan;

/**
 * A process of standalone without threads and clock of its own: the test moves its timeline, so it does the same work in the
 * same order every time. What it leaves on disk is what a killed process would leave.
 */
public final class LocalProcess implements AutoCloseable {

    private final ManualTimeline timeline;
    private final Standalone standalone;

    /**
     * Starts on a database file, which may hold what an earlier process has left.
     *
     * @param afterCommit told of each commit before those who wait for it go on
     * @param now virtual time at the start
     * @param workers task services by name
     */
    public LocalProcess(
            Path file, Runnable afterCommit, Instant now, Plan plan, Map<String, ? extends TaskWorker> workers) {
        this(Database.open(file, afterCommit), now, plan, workers);
    }

    /** The same with a database that the test has a hand in. */
    public LocalProcess(Database database, Instant now, Plan plan, Map<String, ? extends TaskWorker> workers) {
        this.timeline = new ManualTimeline(now);
        this.standalone = new Standalone(database, timeline, plan, new UniformMatcher(true), Map.copyOf(workers));
    }

    public ControlPlane controlPlane() {
        return standalone.controlPlane();
    }

    public ManualTimeline timeline() {
        return timeline;
    }

    @Override
    public void close() {
        standalone.close();
    }
}
