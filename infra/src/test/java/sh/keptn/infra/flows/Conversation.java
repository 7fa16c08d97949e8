package sh.keptn.infra.flows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** A context as others take part in it: by events on the bus, and by reading the event log. */
class Conversation {

    static final String RUNNER = "runner";

    private final Door door;
    private final String project;
    private final String service;
    private final String context = UUID.randomUUID().toString();
    private final EventLog events;
    private final List<KeptnEvent> log = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<KeptnEvent, Map<String, ?>> begun = new LinkedHashMap<>();
    private long seen;

    /** @param service what is delivered */
    Conversation(Door door, String project, String service) {
        this.door = door;
        this.project = project;
        this.service = service;
        this.events = new EventLog(door.store());
    }

    final String project() {
        return project;
    }

    final String context() {
        return context;
    }

    /** What {@link #trigger} asks for, as the control plane understands it. */
    final Trigger triggerOf(String stage, String sequence) {
        return new Trigger(
                "trigger-" + context,
                "acme.pipeline",
                project,
                stage,
                sequence,
                List.of(service),
                context,
                Map.of("project", project, "service", service, "labels", Map.of("build", "17")),
                null);
    }

    /** Asks for a sequence as another system does. */
    final void trigger(String stage, String sequence) {
        Trigger trigger = triggerOf(stage, sequence);
        String type = new EventType.Sequence(stage, sequence, EventType.TRIGGERED).text();
        door.put(
                trigger.source(),
                type,
                Map.of("id", trigger.id(), "type", type, "shkeptncontext", context, "data", trigger.data()));
    }

    /** Says something about a task, under the name of a task service. */
    final void answer(KeptnEvent triggered, String service, String phase, Map<String, ?> data) {
        EventType.Task task = (EventType.Task) EventType.parse(triggered.type()).orElseThrow();
        String type = new EventType.Task(task.task(), phase).text();
        door.put(
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

    /**
     * Answers every task that is asked for now as the task service {@code runner}.
     *
     * @param script the data of the answer to a {@code .triggered} event, empty for tasks that others answer
     */
    final void answerWhatIsNew(Function<KeptnEvent, Optional<Map<String, ?>>> script) {
        for (KeptnEvent event : List.copyOf(log)) {
            if (isTask(event) && asked.add(event.id())) {
                script.apply(event).ifPresent(data -> {
                    begun.put(event, data);
                    answer(event, RUNNER, EventType.STARTED, Map.of());
                });
            }
        }
        // A bus keeps no order: what has ended is told when it is known that it has begun.
        for (Map.Entry<KeptnEvent, Map<String, ?>> each : List.copyOf(begun.entrySet())) {
            if (isStarted(each.getKey())) {
                begun.remove(each.getKey());
                answer(each.getKey(), RUNNER, EventType.FINISHED, each.getValue());
            }
        }
    }

    final boolean isStarted(KeptnEvent triggered) {
        return log.stream()
                .anyMatch(event -> triggered.id().equals(event.triggeredId())
                        && event.type().endsWith("." + EventType.STARTED));
    }

    private static boolean isTask(KeptnEvent event) {
        return EventType.parse(event.type()).orElse(null) instanceof EventType.Task task
                && task.phase().equals(EventType.TRIGGERED);
    }

    /** From here on somebody else answers it. */
    final void leave(KeptnEvent triggered) {
        asked.add(triggered.id());
    }

    /** The events so far. */
    final List<KeptnEvent> log() {
        for (EventLog.Entry entry : events.after(project, context, seen)) {
            log.add(entry.event());
            seen = entry.number();
        }
        return log;
    }
}
