package sh.keptn.infra.flows;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.standalone.Standalone;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.time.VirtualTimeline;

/**
 * What a simulated delivery leaves in standalone mode, on virtual time.
 *
 * @param finished whether everything has ended
 */
record Reference(List<KeptnEvent> log, boolean finished) {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    static Reference run(SimulatedProject project, Trigger trigger, Path folder) {
        VirtualTimeline timeline = new VirtualTimeline(START);
        TaskWorker runner = TaskWorker.of(task -> TaskAnswer.Finished.pass("simulated", Map.of()));
        try (Standalone standalone = new Standalone(
                Database.open(folder.resolve(trigger.context() + ".db")),
                timeline,
                project.plan(),
                new UniformMatcher(false),
                Map.of("runner", runner))) {
            ControlPlane controlPlane = standalone.controlPlane();
            timeline.runHere(() -> controlPlane.trigger(trigger));
            while (!timeline.isIdle()) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            return new Reference(
                    log(controlPlane, trigger), controlPlane.isFinished(trigger.project(), trigger.context()));
        }
    }

    private static List<KeptnEvent> log(ControlPlane controlPlane, Trigger trigger) {
        List<KeptnEvent> log = new ArrayList<>();
        long seen = 0;
        for (List<EventLog.Entry> page = page(controlPlane, trigger, seen);
                !page.isEmpty();
                page = page(controlPlane, trigger, seen)) {
            page.forEach(entry -> log.add(entry.event()));
            seen = page.get(page.size() - 1).number();
        }
        return log;
    }

    private static List<EventLog.Entry> page(ControlPlane controlPlane, Trigger trigger, long seen) {
        return controlPlane.log().after(trigger.project(), trigger.context(), seen);
    }
}
