package sh.keptn.infra.flows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** A context in an installation: triggered, answered and followed from outside, by events and the event log. */
final class Delivery {

    private static final String RUNNER = "runner";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Installation installation;
    private final String project;
    private final String context = UUID.randomUUID().toString();
    private final EventLog events;
    private final List<KeptnEvent> log = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<KeptnEvent, Map<String, ?>> begun = new LinkedHashMap<>();
    private long seen;

    Delivery(Installation installation, String project) {
        this.installation = installation;
        this.project = project;
        this.events = new EventLog(installation.store());
    }

    /** What {@link #trigger} asks for, as the control plane understands it. */
    Trigger triggerOf(String stage, String sequence) {
        return new Trigger(
                "trigger-" + context,
                "acme.pipeline",
                project,
                stage,
                sequence,
                List.of("carts"),
                context,
                Map.of("project", project, "service", "carts", "labels", Map.of("build", "17")),
                null);
    }

    /** Asks for a sequence as another system does. */
    void trigger(String stage, String sequence) {
        Trigger trigger = triggerOf(stage, sequence);
        String type = new EventType.Sequence(stage, sequence, EventType.TRIGGERED).text();
        installation.put(
                trigger.source(),
                type,
                Map.of("id", trigger.id(), "type", type, "shkeptncontext", context, "data", trigger.data()));
    }

    /** Says something about a task, under the name of a task service. */
    void answer(KeptnEvent triggered, String service, String phase, Map<String, ?> data) {
        EventType.Task task = (EventType.Task) EventType.parse(triggered.type()).orElseThrow();
        String type = new EventType.Task(task.task(), phase).text();
        installation.put(
                service,
                type,
                Map.of(
                        "id",
                        "answer-" + phase + "-" + triggered.id() + "-" + service,
                        "type",
                        type,
                        "shkeptncontext",
                        context,
                        "triggeredid",
                        triggered.id(),
                        "data",
                        data));
    }

    /** Does a task as the task service {@code runner}. */
    void perform(KeptnEvent triggered, Map<String, ?> data) {
        asked.add(triggered.id());
        answer(triggered, RUNNER, EventType.STARTED, Map.of());
        await("start of " + triggered.type(), this::log, log -> isStarted(triggered));
        answer(triggered, RUNNER, EventType.FINISHED, data);
    }

    /** Does what {@code keptn sequence} does. */
    Map<String, @Nullable Object> control(String operation) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("operation", operation);
        request.put("project", project);
        request.put("context", context);
        return installation.invoke("control", request);
    }

    /** The first event of a type such as {@code test.triggered} that there is, or that comes. */
    KeptnEvent await(String type) {
        return await(type, 1);
    }

    /** The n-th event of a type. */
    KeptnEvent await(String type, int number) {
        await(number + " of " + type, this::log, log -> find(type, number).isPresent());
        return find(type, number).orElseThrow();
    }

    private Optional<KeptnEvent> find(String type, int number) {
        return log.stream()
                .filter(event -> event.type().equals(EventType.PREFIX + type))
                .skip(number - 1L)
                .findFirst();
    }

    /**
     * Answers every task as the task service {@code runner} until an event of a type comes.
     *
     * @param script the data of the answer to a {@code .triggered} event, empty for tasks that others answer
     */
    void run(Function<KeptnEvent, Optional<Map<String, ?>>> script, String until) {
        await(until, this::log, log -> {
            answerWhatIsNew(script);
            return find(until, 1).isPresent();
        });
    }

    /** A bus keeps no order: what has ended is told when it is known that it has begun. */
    private void answerWhatIsNew(Function<KeptnEvent, Optional<Map<String, ?>>> script) {
        for (KeptnEvent event : List.copyOf(log)) {
            if (isTask(event) && asked.add(event.id())) {
                script.apply(event).ifPresent(data -> {
                    begun.put(event, data);
                    answer(event, RUNNER, EventType.STARTED, Map.of());
                });
            }
        }
        for (Map.Entry<KeptnEvent, Map<String, ?>> each : List.copyOf(begun.entrySet())) {
            if (isStarted(each.getKey())) {
                begun.remove(each.getKey());
                answer(each.getKey(), RUNNER, EventType.FINISHED, each.getValue());
            }
        }
    }

    private boolean isStarted(KeptnEvent triggered) {
        return log.stream()
                .anyMatch(event -> triggered.id().equals(event.triggeredId())
                        && event.type().endsWith("." + EventType.STARTED));
    }

    private static boolean isTask(KeptnEvent event) {
        return EventType.parse(event.type()).orElse(null) instanceof EventType.Task task
                && task.phase().equals(EventType.TRIGGERED);
    }

    /** Waits until a task is held because the context is paused. */
    void awaitHeld() {
        await("task that is held", () -> control("status").toString(), status -> status.contains("state=held"));
    }

    /** Waits until the executions of the project are as expected, and returns them. */
    List<String> executions(Predicate<List<String>> expected) {
        return await("executions as expected", () -> installation.executions(project), expected);
    }

    /** The events so far. */
    List<KeptnEvent> log() {
        for (EventLog.Entry entry : events.after(project, context, seen)) {
            log.add(entry.event());
            seen = entry.number();
        }
        return log;
    }

    private <T> T await(String what, Supplier<T> look, Predicate<T> comes) {
        long end = System.nanoTime() + Account.PATIENCE.toNanos();
        T found = look.get();
        while (!comes.test(found)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + what + ", but " + found + "; the log is " + Lines.of(log()));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            found = look.get();
        }
        return found;
    }
}
