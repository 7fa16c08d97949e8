package sh.keptn.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.services.TaskAnswer;
import sh.keptn.standalone.LocalProcess;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.translator.Plan;

/** How long a start takes on a long log: what has ended does not count, only what is open. */
class RecoveryTimeTest {

    private static final int EVENTS = Boolean.getBoolean("full") ? 100_000 : 5_000;
    private static final int OPEN = 20;
    private static final int STARTS = 5;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(2);

    @TempDir(factory = FastFolder.class)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Plan plan = LoadedProcess.plan();

    /** Whether tasks are answered; those of an open context are not. */
    private boolean answering = true;

    @Test
    void aLongLogIsRecoveredInNoTime(TestReporter report) {
        Path shortLog = folder.resolve("short.db");
        Path longLog = folder.resolve("long.db");
        fill(shortLog, 0);
        int events = fill(longLog, EVENTS);
        assertThat(events).isGreaterThanOrEqualTo(EVENTS);
        Duration alone = start(shortLog);
        Duration behind = start(longLog);
        report.publishEntry(
                events + " events",
                "started in " + behind.toMillis() + " ms, without them in " + alone.toMillis() + " ms");
        assertThat(behind).isLessThan(LONGEST);
        assertThat(behind).as("against %s without the log", alone).isLessThan(alone.multipliedBy(4));
    }

    /** Ends contexts until there are so many events, then leaves some open; returns how many events there are. */
    private int fill(Path file, int events) {
        int logged = 0;
        int contexts = 0;
        try (LocalProcess process = process(file)) {
            answering = true;
            while (logged < events) {
                trigger(process.controlPlane(), contexts);
                process.timeline().runAll();
                logged += Log.of(process.controlPlane(), LoadedProcess.PROJECT, LoadedProcess.context(contexts))
                        .events()
                        .size();
                contexts++;
            }
            answering = false;
            for (int open = 0; open < OPEN; open++) {
                trigger(process.controlPlane(), contexts + open);
            }
            process.timeline().runAll();
        }
        return logged;
    }

    /** The median of some starts, each until everything that was open goes on. */
    private Duration start(Path file) {
        List<Duration> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            try (LocalProcess process = process(file)) {
                process.timeline().runAll();
                starts.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        Collections.sort(starts);
        return starts.get(STARTS / 2);
    }

    private LocalProcess process(Path file) {
        Map<String, TaskWorker> workers = new LinkedHashMap<>();
        for (Plan.TaskService service : plan.taskServices()) {
            workers.put(service.name(), request -> new TaskWorker.Answer(answer(), Duration.ZERO));
        }
        return new LocalProcess(file, () -> {}, START, plan, workers);
    }

    private TaskAnswer answer() {
        return answering
                ? TaskAnswer.Finished.pass("done", Map.of())
                : new TaskAnswer.Pending("nobody answers for a while");
    }

    private static void trigger(ControlPlane control, int number) {
        control.trigger(new Trigger(
                "trigger-" + number,
                "test",
                LoadedProcess.PROJECT,
                "dev",
                "delivery",
                List.of("service-" + number),
                LoadedProcess.context(number),
                Map.of(),
                null));
    }
}
