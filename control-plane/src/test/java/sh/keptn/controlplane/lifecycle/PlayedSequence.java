package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.Plan;

/**
 * One sequence of a plan with one of its tasks, played on a control plane whose bus only writes down what it carries: the
 * task is dispatched with the payload of the compiled machine and answered as the script says.
 */
final class PlayedSequence {

    private static final String CONTEXT = "6a3a5d9e-0000-4000-8000-000000000001";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Plan plan;
    private final Script script;
    private final List<BusEvent> bus = new ArrayList<>();
    private final SilentMachines machines = new SilentMachines();
    private final ControlPlane control;

    private PlayedSequence(Plan plan, Script script) {
        this.plan = plan;
        this.script = script;
        this.control = new ControlPlane(
                new InMemoryStore(), bus::add, machines, new UniformMatcher(false), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** What happens to the task. */
    enum Ending {
        FINISHED,
        IN_PROGRESS,
        ABORTED
    }

    /**
     * What is played.
     *
     * @param task the one that is dispatched, and so the last one of the sequence
     * @param result of the task
     * @param labels of the trigger
     */
    record Script(
            String project,
            String stage,
            String sequence,
            List<String> services,
            String task,
            String result,
            Ending ending,
            Map<String, @Nullable Object> labels) {}

    /** Everything that the bus carried, in order. */
    static List<BusEvent> events(Plan plan, Script script) {
        PlayedSequence played = new PlayedSequence(plan, script);
        played.play();
        return played.bus;
    }

    private void play() {
        control.publish(plan, Map.of());
        control.trigger(new Trigger(
                "trigger",
                "test",
                script.project(),
                script.stage(),
                script.sequence(),
                script.services(),
                CONTEXT,
                Map.of("labels", script.labels()),
                null));
        control.dispatchTask(payload());
        BusEvent triggered = bus.get(bus.size() - 1);
        if (script.ending() == Ending.ABORTED) {
            control.abort(script.project(), CONTEXT, null, "not wanted");
            return;
        }
        List<?> expected = (List<?>) triggered.stamp().getOrDefault("services", List.of());
        List<?> senders = expected.isEmpty() ? List.of("somebody") : expected;
        String phase = script.ending() == Ending.IN_PROGRESS ? EventType.STATUS_CHANGED : EventType.FINISHED;
        senders.forEach(sender -> answer(triggered, phase, String.valueOf(sender)));
        if (!script.result().equals("fail")) {
            control.completeSequence(
                    Map.of("sequence", run().sequence(), "execution", run().execution(), "redrive", 0));
        }
    }

    private SilentMachines.Started run() {
        return machines.started().get(0);
    }

    /** The payload of the task's state, with what the engine evaluates put in. */
    private Map<String, @Nullable Object> payload() {
        String definition = plan.stateMachine(script.stage(), script.sequence())
                .orElseThrow()
                .definition();
        Map<String, @Nullable Object> states = Json.child(Json.parseObject(definition), "States");
        for (String state : states.keySet()) {
            Map<String, @Nullable Object> compiled =
                    Json.child(Json.child(Json.child(states, state), "Arguments"), "Payload");
            if (script.task().equals(Json.child(compiled, "task").get("name"))) {
                Map<String, @Nullable Object> payload = new LinkedHashMap<>(compiled);
                payload.putAll(Map.of(
                        "token",
                        "token",
                        "sequence",
                        run().sequence(),
                        "execution",
                        run().execution(),
                        "redrive",
                        0,
                        "state",
                        state,
                        "retry",
                        0,
                        "turn",
                        0));
                return payload;
            }
        }
        throw new IllegalArgumentException("no state for the task " + script.task());
    }

    private void answer(BusEvent triggered, String phase, String sender) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("result", script.result());
        data.put("status", phase.equals(EventType.FINISHED) ? "succeeded" : EventType.IN_PROGRESS);
        control.receive(
                new KeptnEvent(
                        sender + phase,
                        sender,
                        new EventType.Task(script.task(), phase).text(),
                        NOW,
                        CONTEXT,
                        triggered.id(),
                        null,
                        data),
                sender);
    }
}
