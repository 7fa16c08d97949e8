package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.controlplane.ports.MachineGoneException;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.Plan;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.uniform.Endpoint;

/**
 * A control plane over ports that only write down what they are asked to do. The test plays everybody else: it calls the
 * functions as the machines would, answers as task services would, and moves the clock.
 */
final class World {

    static final String PROJECT = "sockshop";
    static final String CONTEXT = "6a3a5d9e-0000-4000-8000-000000000001";

    final InMemoryStore store = new InMemoryStore();
    final List<BusEvent> bus = new ArrayList<>();
    final List<String> executions = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Integer, Integer> redrives = new HashMap<>();
    boolean canRedrive;
    final List<String> answers = new ArrayList<>();
    final List<String> machines = new ArrayList<>();
    final Map<String, List<String>> services = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    boolean busIsDown;
    boolean machinesAreDown;
    boolean machinesAreGone;

    final ControlPlane control =
            new ControlPlane(store, new RecordingBus(), new RecordingMachines(), this::match, clock());

    World() {
        this(QueueSettings.DEFAULT, "{}");
    }

    /**
     * A world with other rules.
     *
     * @param settings of the queue of the stage dev
     * @param definition of the machine of dev.delivery
     */
    World(QueueSettings settings, String definition) {
        control.publish(plan(settings, definition), Map.of());
    }

    /** Two stages, {@code delivery} in both; {@code qa} follows {@code dev}, {@code rollback} follows a failure. */
    private static Plan plan(QueueSettings settings, String definition) {
        String finished = """
                {"source": ["keptn.control-plane"], "detail": {"keptn": {"kind": ["sequence.finished"],
                 "stage": ["dev"], "sequence": ["delivery"], "evaluateTriggers": [true], "result": [%s]}}}""";
        SourcePosition here = new SourcePosition("shipyard.yaml", 1, 1);
        return new Plan(
                PROJECT,
                List.of(
                        new Plan.Stage("dev", List.of("delivery", "rollback", "empty"), settings),
                        new Plan.Stage("qa", List.of("delivery"), QueueSettings.DEFAULT),
                        new Plan.Stage("production", List.of("canary", "shift", "validation"), QueueSettings.DEFAULT)),
                List.of(
                        machine("dev", "delivery", null, definition),
                        machine("dev", "rollback", null),
                        machine("qa", "delivery", null),
                        machine("production", "canary", null),
                        machine("production", "canary", "rollback"),
                        machine("production", "canary", "onFailure"),
                        machine("production", "canary", "finally"),
                        machine("production", "shift", null),
                        machine("production", "validation", null)),
                List.of(
                        new Plan.Rule(
                                "r1",
                                "",
                                here,
                                finished.formatted("\"pass\", \"warning\""),
                                new Plan.RuleTarget.StartSequence("qa", "delivery")),
                        new Plan.Rule(
                                "r2",
                                "",
                                here,
                                finished.formatted("\"pass\""),
                                new Plan.RuleTarget.StartSequence("qa", "delivery")),
                        new Plan.Rule(
                                "r3",
                                "",
                                here,
                                finished.formatted("\"fail\""),
                                new Plan.RuleTarget.StartSequence("dev", "rollback")),
                        new Plan.Rule(
                                "r4", "", here, """
                                {"detail": {"keptn": {"kind": ["sequence.in-progress"], "sequence": ["shift"]}}}""", new Plan.RuleTarget.StartSequence("production", "validation")),
                        new Plan.Rule("r5", "", here, """
                                {"detail": {"keptn": {"kind": ["sequence.finished"], "sequence": ["validation"]}}}""", new Plan.RuleTarget.StartSequence("production", "shift")),
                        new Plan.Rule("r6", "", here, """
                                {"detail": {"keptn": {"kind": ["task.triggered"], "task": ["get-sli"], "stage": ["dev"]}}}""", new Plan.RuleTarget.CallTaskService("metrics"))),
                List.of(new Plan.TaskService(
                        "metrics",
                        Plan.TaskService.Kind.EXTERNAL,
                        "",
                        List.of(),
                        Map.of(),
                        1800,
                        List.of(),
                        Endpoint.NONE,
                        true,
                        here)),
                List.of(),
                List.of());
    }

    private static Plan.StateMachine machine(String stage, String sequence, @Nullable String companion) {
        return machine(stage, sequence, companion, "{}");
    }

    private static Plan.StateMachine machine(
            String stage, String sequence, @Nullable String companion, String definition) {
        String name = stage + "-" + sequence + (companion == null ? "" : "." + companion);
        return new Plan.StateMachine(stage, sequence, name, "", definition, "0", 2, 3, 3, 1, 10, 100, 100, companion);
    }

    private ServiceMatcher.Match match(Object plan, BusEvent triggered) {
        String task = String.valueOf(triggered.stamp().get("task"));
        return new ServiceMatcher.Match(services.getOrDefault(task, List.of(task + "-service")), null);
    }

    void trigger(String id, String context, String stage, String sequence) {
        trigger(id, context, stage, sequence, List.of("carts"));
    }

    void trigger(String id, String context, String stage, String sequence, List<String> services) {
        control.trigger(new Trigger(
                id,
                "test",
                PROJECT,
                stage,
                sequence,
                services,
                context,
                Json.parseObject("{\"labels\": {\"build\": \"7\"}}"),
                null));
    }

    /** Starts a delivery in dev, and in it the evaluation by a task service; returns the id of the triggered event. */
    String startEvaluation(String service) {
        trigger("trigger-1", CONTEXT, "dev", "delivery");
        String triggered = dispatch("evaluation", "t1", 0, 0);
        started("evaluation", triggered, service);
        return triggered;
    }

    /** Calls DispatchTask as the state of the newest execution would; returns the id of the triggered event. */
    String dispatch(String task, String token, int redrive, int retry) {
        return dispatch(task, token, redrive, retry, 0, Map.of("properties", Map.of("kind", "functional")));
    }

    /** The same for a task that stands in a loop or a parallel block, as further keys of the task say. */
    String dispatch(String task, String token, int redrive, int retry, int turn, Map<String, Object> more) {
        return dispatch(executions.size() - 1, task, token, redrive, retry, turn, more);
    }

    /** The same for an execution that is not the newest one, counted from 0. */
    String dispatch(
            int execution, String task, String token, int redrive, int retry, int turn, Map<String, Object> more) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("token", token);
        payload.put("sequence", executions.get(execution));
        payload.put("execution", names.get(execution));
        payload.put("redrive", redrive);
        payload.put("state", task);
        payload.put("retry", retry);
        payload.put("turn", turn);
        Map<String, @Nullable Object> dispatched =
                Json.parseObject("{\"name\": \"" + task + "\", \"onFail\": \"end\", \"timeoutSeconds\": 3600}");
        dispatched.putAll(more);
        payload.put("task", dispatched);
        control.dispatchTask(payload);
        return bus.stream()
                .filter(event -> "task.triggered".equals(event.stamp().get("kind"))
                        && task.equals(event.stamp().get("task")))
                .reduce((first, second) -> second)
                .map(BusEvent::id)
                .orElse("");
    }

    /** The engine tells that an execution has ended, counted from 0 in the order of their starts. */
    void executionEnded(int execution, boolean stopped, String reason) {
        executionEnded(execution, 0, stopped, reason);
    }

    /** The same of one that the engine had redriven so often. */
    void executionEnded(int execution, int redrives, boolean stopped, String reason) {
        control.executionEnded(executions.get(execution), names.get(execution), redrives, stopped, reason);
    }

    void complete() {
        complete(executions.size() - 1);
    }

    void complete(int execution) {
        complete(execution, redrives.getOrDefault(execution, 0));
    }

    /** The last state of an execution that the engine had redriven so often. */
    void complete(int execution, int redrives) {
        control.completeSequence(
                Map.of("sequence", executions.get(execution), "execution", names.get(execution), "redrive", redrives));
    }

    Receipt started(String task, String triggeredId, String service) {
        return control.receive(answer(task, EventType.STARTED, triggeredId, service, Map.of()), service);
    }

    /** Reports progress that counts where the task stands in a loop, or others follow its sequence's progress. */
    Receipt inProgress(String task, String triggeredId, Map<String, @Nullable Object> data) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(data);
        all.put("status", "in-progress");
        return control.receive(
                answer(task, EventType.STATUS_CHANGED, triggeredId, task + "-service", all), task + "-service");
    }

    /** The data of the newest event of a type on the bus. */
    Map<String, @Nullable Object> data(String type) {
        return bus.stream()
                .filter(event -> event.detailType().equals(EventType.PREFIX + type))
                .reduce((first, second) -> second)
                .map(event -> event.event().data())
                .orElseThrow();
    }

    void progressed(String task, String triggeredId, String id) {
        KeptnEvent event = answer(task, EventType.STATUS_CHANGED, triggeredId, id, Map.of());
        control.receive(event, task + "-service");
    }

    Receipt finished(String task, String triggeredId, String service, String result) {
        Map<String, @Nullable Object> data =
                Json.parseObject("{\"result\": \"" + result + "\", \"status\": \"succeeded\", \"message\": \"" + service
                        + " says " + result + "\", \"" + task + "\": {\"by\": [\"" + service + "\"]}}");
        return control.receive(answer(task, EventType.FINISHED, triggeredId, service, data), service);
    }

    private KeptnEvent answer(
            String task, String phase, String triggeredId, String service, Map<String, @Nullable Object> data) {
        return new KeptnEvent(
                triggeredId + service + phase,
                service,
                new EventType.Task(task, phase).text(),
                now,
                CONTEXT,
                triggeredId,
                null,
                data);
    }

    /** Gives the control plane every finished sequence that is on the bus, again and again as a real bus may. */
    void follow() {
        List.copyOf(bus).stream()
                .filter(event -> Boolean.TRUE.equals(event.stamp().get("evaluateTriggers")))
                .forEach(control::follow);
    }

    void later(Duration time) {
        pass(time);
        control.sweep();
    }

    Clock clock() {
        return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** A control plane on the same store that knows nothing but what is in it. */
    ControlPlane anotherProcess() {
        return new ControlPlane(store, new RecordingBus(), new RecordingMachines(), this::match, clock());
    }

    /** The reference of an execution, counted from 0 in the order of their starts. */
    String execution(int number) {
        return names.get(number);
    }

    /** The log as {@code type result}, without the prefix of the types. */
    List<String> log(String context) {
        return control.log().after(PROJECT, context, 0).stream()
                .map(EventLog.Entry::event)
                .map(event -> event.type().substring(EventType.PREFIX.length())
                        + (event.data().get("result") == null || event.type().endsWith("triggered")
                                ? ""
                                : " " + event.data().get("result")))
                .toList();
    }

    private final class RecordingBus implements EventBus {
        @Override
        public void put(BusEvent event) {
            if (busIsDown) {
                throw new IllegalStateException("the bus is down");
            }
            bus.add(event);
        }
    }

    private final class RecordingMachines implements StateMachines {
        @Override
        public String publish(String name, String hash, String definition) {
            return name;
        }

        @Override
        public String start(String machineVersion, String executionName, String input) {
            if (machinesAreDown) {
                throw new IllegalStateException("no machine starts");
            }
            if (machinesAreGone) {
                throw new MachineGoneException(machineVersion, new IllegalStateException("StateMachineDoesNotExist"));
            }
            if (started.add(executionName)) {
                machines.add(machineVersion);
                executions.add(String.valueOf(Json.parseObject(input).get("sequence")));
                names.add("execution:" + executionName);
            }
            return "execution:" + executionName;
        }

        @Override
        public TokenAnswer succeed(String token, String output) {
            answers.add(token + " succeeded");
            return TokenAnswer.TAKEN;
        }

        @Override
        public TokenAnswer fail(String token, String error, String cause) {
            answers.add(token + " " + error);
            return TokenAnswer.TAKEN;
        }

        @Override
        public void stop(String execution, String error, String cause) {
            answers.add("stopped " + error);
        }

        @Override
        public boolean redrive(String execution, String clientToken) {
            if (canRedrive) {
                answers.add("redriven " + executions.get(names.indexOf(execution)));
                redrives.merge(names.indexOf(execution), 1, Integer::sum);
            }
            return canRedrive;
        }
    }
}
