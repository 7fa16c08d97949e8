package sh.keptn.standalone.crash;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskRequest;
import sh.keptn.standalone.LocalProcess;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.translator.Plan;

/** Plays a scenario on a database file, from its beginning or from where an earlier process has stopped. */
final class Play {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int LIMIT = 10_000;

    private final Path file;
    private final Scenario scenario;
    private final Runnable afterCommit;
    private final Set<String> acknowledged;
    private final Instant start;
    private final List<String> wrong = new ArrayList<>();
    private @Nullable LocalProcess process;

    private Play(Path file, Scenario scenario, Runnable afterCommit, Outside outside) {
        this.file = file;
        this.scenario = scenario;
        this.afterCommit = afterCommit;
        this.acknowledged = new TreeSet<>(outside.acknowledged());
        this.start = outside.now();
    }

    /** What is known outside of the process, and so outlives it: the time, and which commands were acknowledged. */
    record Outside(Instant now, Set<String> acknowledged) {
        static final Outside FIRST = new Outside(START, Set.of());

        Outside {
            acknowledged = Set.copyOf(acknowledged);
        }
    }

    /**
     * How a scenario ended.
     *
     * @param log the events of each context, see {@link Log#timeless}
     * @param wrong rules that do not hold
     */
    record Ended(Map<String, List<String>> log, List<String> wrong) {}

    /** From the beginning, or from what the file holds. */
    static Play on(Path file, Scenario scenario, Outside outside, Runnable afterCommit) {
        return new Play(file, scenario, afterCommit, outside);
    }

    /** What is known outside at this moment; also while a command has not been acknowledged. */
    Outside outside() {
        LocalProcess running = process;
        return new Outside(running == null ? start : running.timeline().clock().instant(), acknowledged);
    }

    /** Runs until everything has ended. */
    Ended toTheEnd() {
        Map<String, List<String>> log = new LinkedHashMap<>();
        try (LocalProcess running = new LocalProcess(file, afterCommit, start, scenario.plan(), workers())) {
            process = running;
            ControlPlane control = running.controlPlane();
            for (Trigger trigger : scenario.triggers()) {
                control.trigger(trigger);
                acknowledged.add(trigger.id());
            }
            for (int steps = 0; !isOver(control); steps++) {
                running.timeline().runAll();
                boolean goesOn =
                        step(control) || isOver(control) || running.timeline().runOne();
                if (!goesOn || steps > LIMIT) {
                    throw new IllegalStateException(scenario + " does not end: " + types(control));
                }
            }
            running.timeline().runAll();
            for (Trigger trigger : scenario.triggers()) {
                Log events = log(control, trigger.context());
                wrong.addAll(events.violations());
                log.put(trigger.context(), events.timeless());
            }
        }
        wrong.addAll(Leftovers.in(file));
        return new Ended(log, wrong);
    }

    private boolean isOver(ControlPlane control) {
        return scenario.steps().stream().allMatch(step -> acknowledged.contains(step.name()))
                && scenario.triggers().stream()
                        .allMatch(trigger -> control.isFinished(trigger.project(), trigger.context()));
    }

    /** Gives the next command if its time has come. */
    private boolean step(ControlPlane control) {
        Scenario.Step next = scenario.steps().stream()
                .filter(step -> !acknowledged.contains(step.name()))
                .findFirst()
                .orElse(null);
        if (next == null || !next.when().test(context -> log(control, context))) {
            return false;
        }
        next.command().accept(control);
        acknowledged.add(next.name());
        return true;
    }

    private Log log(ControlPlane control, String context) {
        return Log.of(control, scenario.plan().project(), context);
    }

    private List<String> types(ControlPlane control) {
        return scenario.triggers().stream()
                .flatMap(trigger -> log(control, trigger.context()).events().stream())
                .map(KeptnEvent::type)
                .toList();
    }

    private Map<String, TaskWorker> workers() {
        Map<String, TaskWorker> workers = new LinkedHashMap<>();
        for (Plan.TaskService service : scenario.plan().taskServices()) {
            if (service.kind() != Plan.TaskService.Kind.EXTERNAL) {
                workers.put(service.name(), new Worker(service.name()));
            }
        }
        return workers;
    }

    /** A task service that notices when it is asked for what it has done. */
    private final class Worker implements TaskWorker {
        private final String service;

        Worker(String service) {
            this.service = service;
        }

        @Override
        public Answer work(TaskRequest request) {
            KeptnEvent event = request.event();
            LocalProcess running = process;
            if (running != null
                    && log(running.controlPlane(), event.context()).events().stream()
                            .anyMatch(answer -> event.id().equals(answer.triggeredId())
                                    && answer.source().equals(service)
                                    && answer.type().endsWith(".finished"))) {
                wrong.add(service + " is asked again for what it has finished: " + event);
            }
            return scenario.answers().answer(service, request);
        }
    }
}
