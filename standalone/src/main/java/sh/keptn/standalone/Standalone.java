package sh.keptn.standalone;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.standalone.bus.Delivered;
import sh.keptn.standalone.bus.DurableBus;
import sh.keptn.standalone.bus.Subscriber;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.Execution;
import sh.keptn.standalone.engine.ExecutionStatus;
import sh.keptn.standalone.engine.FunctionCall;
import sh.keptn.standalone.services.ServiceRunner;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.store.SqliteStore;
import sh.keptn.standalone.time.CallBrokenOff;
import sh.keptn.standalone.time.Timeline;
import sh.keptn.translator.Plan;

/**
 * Keptn Serverless in this process: control plane, embedded engine, bus and task services on one data folder. What an
 * earlier process left undone goes on when it starts.
 */
public final class Standalone implements AutoCloseable {

    /** The functions of the compiled machines, by their placeholders. */
    private static final Map<String, String> FUNCTIONS =
            Map.of("DispatchTask", "DispatchTask", "CompleteSequence", "CompleteSequence");

    private static final String SERVICE = "task/";
    private static final String ASKER = "asked/";

    private final Database database;
    private final SqliteStore store;
    private final Timeline timeline;
    private final SweepTimer sweeps;
    private final ControlPlane controlPlane;
    private final EmbeddedEngine engine;
    private final DurableBus bus;
    private final Wiring wiring = new Wiring();

    /**
     * Opens the data folder's database and starts. Closing it closes the timeline too and leaves the folder to the caller.
     *
     * @param matcher decides who has to answer a task
     * @param workers task services that this process does, by name
     * @throws sh.keptn.standalone.database.DatabaseException if the database cannot be used
     */
    public Standalone(
            DataFolder folder, Timeline timeline, Plan plan, ServiceMatcher matcher, Map<String, TaskWorker> workers) {
        this(Database.open(folder.database()), timeline, plan, matcher, workers);
    }

    /**
     * The same with a database that is open already; closing this closes it too.
     *
     * @param matcher decides who has to answer a task
     * @param workers task services that this process does, by name
     */
    public Standalone(
            Database database, Timeline timeline, Plan plan, ServiceMatcher matcher, Map<String, TaskWorker> workers) {
        this.database = database;
        this.timeline = timeline;
        Clock clock = timeline.clock();
        this.sweeps = new SweepTimer(timeline, wiring::sweep);
        this.store = new SqliteStore(database, sweeps::put);
        this.engine = new EmbeddedEngine(database, timeline, wiring::call, this::ended, new SecureRandom());
        this.bus = new DurableBus(database, timeline, subscribers(plan, workers, wiring));
        this.controlPlane = new ControlPlane(store, bus, engine, matcher, clock);
        wiring.controlPlane = controlPlane;
        workers.forEach(
                (name, worker) -> wiring.runners.put(name, new ServiceRunner(name, worker, controlPlane, clock)));
        timeline.runHere(() -> {
            controlPlane.publish(plan, FUNCTIONS);
            sweeps.start(controlPlane::resume);
            engine.recover();
            bus.recover();
        });
    }

    /** The door to everything. */
    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /**
     * Hands the open tasks of a context to the task services of this process. Most have them already; a process without these
     * task services may have gone on with the context in between. Those that wait with their tasks keep the process busy, and those
     * that have waited, or asked, are about to go on.
     */
    public void deliverOpenTasks(String project, String context) {
        controlPlane.alarms(project, context).forEach(sweeps::goOnAt);
        // Read before the tasks: a service that is done with the event in between has answered by then, or waits again.
        Set<String> goOn = bus.toCome()
                .filter(each -> each.subscriber().startsWith(ASKER))
                .map(each -> SERVICE
                        + each.subscriber().substring(ASKER.length())
                        + " "
                        + controlPlane.referredData().asking(each.event()).id())
                .collect(Collectors.toSet());
        for (BusEvent triggered : controlPlane.openTasks(project, context)) {
            if (triggered.stamp().get("services") instanceof List<?> services) {
                services.stream()
                        .map(service -> SERVICE + service)
                        .filter(subscriber -> !goOn.contains(subscriber + " " + triggered.id()))
                        .forEach(subscriber -> bus.putFor(subscriber, triggered));
            }
        }
    }

    /** Stops the timeline, then closes the database; what runs is interrupted and goes on after the next start. */
    @Override
    public void close() {
        wiring.ends = true;
        timeline.close();
        database.close();
    }

    /** The only store that may write what this one does. */
    SqliteStore store() {
        return store;
    }

    /** Stops an execution as somebody would who goes to the engine directly. */
    void stop(String execution) {
        engine.stop(execution, "stopped", "by somebody");
    }

    /** The rule on the status change of executions: most have completed their sequence already. */
    private void ended(String reference, ExecutionStatus status) {
        engine.execution(reference)
                .filter(execution -> execution.status() == status)
                .ifPresent(execution -> {
                    String sequence =
                            String.valueOf(Json.parseObject(execution.input()).get("sequence"));
                    controlPlane.executionEnded(
                            sequence,
                            reference,
                            execution.redriveCount(),
                            status == ExecutionStatus.ABORTED,
                            reason(execution));
                });
    }

    private static String reason(Execution execution) {
        String cause = execution.cause();
        return execution.error() + (cause == null ? "" : ": " + cause);
    }

    private static List<Subscriber> subscribers(Plan plan, Map<String, TaskWorker> workers, Wiring wiring) {
        List<Subscriber> subscribers = new ArrayList<>();
        subscribers.add(new Subscriber("follow", ControlPlane.FOLLOW_PATTERN, wiring::follow));
        for (String service : workers.keySet()) {
            subscribers.add(new Subscriber(
                    SERVICE + service,
                    ServiceRunner.pattern(service),
                    event -> wiring.runner(service).serve(event),
                    letter -> wiring.runner(service).giveUp(letter)));
            subscribers.add(new Subscriber(
                    ASKER + service,
                    ServiceRunner.askerPattern(service),
                    event -> wiring.runner(service).goOn(event),
                    letter -> wiring.runner(service).giveUp(letter)));
        }
        for (Plan.Rule rule : plan.rules()) {
            if (rule.target() instanceof Plan.RuleTarget.CallTaskService call
                    && workers.containsKey(call.service())
                    && isNotification(plan, rule, call.service())) {
                subscribers.add(new Subscriber(
                        "notify/" + rule.name(),
                        rule.eventPattern(),
                        event -> wiring.runner(call.service()).notify(event)));
            }
        }
        return subscribers;
    }

    /** Whether a rule only tells its task service: of anything if it does not confirm, else of what is no task to do. */
    private static boolean isNotification(Plan plan, Plan.Rule rule, String service) {
        boolean confirms = plan.taskServices().stream()
                .filter(candidate -> candidate.name().equals(service))
                .allMatch(Plan.TaskService::confirms);
        Map<String, @Nullable Object> stamp =
                Json.child(Json.child(Json.parseObject(rule.eventPattern()), "detail"), "keptn");
        return !confirms || !List.of("task.triggered").equals(stamp.get("kind"));
    }

    /** Ties the knot between those who call the control plane and those whom it calls. */
    private static final class Wiring {
        private final Map<String, ServiceRunner> runners = new TreeMap<>();
        private @Nullable ControlPlane controlPlane;
        private volatile boolean ends;

        private ControlPlane controlPlane() {
            ControlPlane wired = controlPlane;
            if (wired == null) {
                throw new IllegalStateException("called before everything was wired");
            }
            return wired;
        }

        private ServiceRunner runner(String service) {
            ServiceRunner runner = runners.get(service);
            if (runner == null) {
                throw new IllegalStateException("no task service " + service);
            }
            return runner;
        }

        private @Nullable Instant sweep() {
            return controlPlane().sweep();
        }

        private Delivered follow(BusEvent finished) {
            controlPlane().follow(finished);
            return Delivered.DONE;
        }

        /** What the end of the process has interrupted is no failure of the function. */
        private @Nullable Object call(FunctionCall call) {
            try {
                return result(call);
            } catch (RuntimeException | Error e) {
                if (ends || Thread.currentThread().isInterrupted()) {
                    throw new CallBrokenOff();
                }
                throw e;
            }
        }

        private @Nullable Object result(FunctionCall call) {
            Map<String, @Nullable Object> payload =
                    call.payload() instanceof Map<?, ?> map ? Json.object(map) : Map.of();
            return switch (call.functionName()) {
                case "DispatchTask" -> {
                    controlPlane().dispatchTask(payload);
                    yield new LinkedHashMap<>();
                }
                case "CompleteSequence" -> controlPlane().completeSequence(payload);
                default -> throw new IllegalArgumentException("no function " + call.functionName());
            };
        }
    }
}
