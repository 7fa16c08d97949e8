package sh.keptn.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * What is known of a run from its events: stages, their sequences, their tasks, each in the order of the first event. A task
 * event names its stage but not its sequence; it belongs to the sequence of that stage and service that runs, else to the
 * one that ran last (its companion's tasks come after its end).
 */
final class RunTree {

    private final Map<String, List<Sequence>> stages = new LinkedHashMap<>();
    private final Map<String, Task> tasksByTriggeredId = new LinkedHashMap<>();

    /** A sequence or a task. */
    abstract static class Node {
        private final String name;
        private final Instant began;
        private Outcome outcome;
        private @Nullable Instant ended;
        private String message = "";
        private boolean holdsForNow;

        Node(String name, Instant began, Outcome outcome) {
            this.name = name;
            this.began = began;
            this.outcome = outcome;
        }

        String name() {
            return name;
        }

        Outcome outcome() {
            return outcome;
        }

        String message() {
            return message;
        }

        /** How long it took, or has taken until now; never negative. */
        Duration duration(Instant now) {
            Duration duration = Duration.between(began, Objects.requireNonNullElse(ended, now));
            return duration.isNegative() ? Duration.ZERO : duration;
        }

        void become(Outcome now) {
            outcome = now;
        }

        void say(@Nullable String text) {
            if (text != null && !text.isBlank()) {
                message = text.strip();
                holdsForNow = false;
            }
        }

        /** What an answer replaces, also one that says nothing. */
        void sayForNow(@Nullable String text) {
            say(text);
            holdsForNow = true;
        }

        void forgetWhatHeldForNow() {
            if (holdsForNow) {
                message = "";
                holdsForNow = false;
            }
        }

        void end(Outcome now, Instant time) {
            outcome = now;
            ended = time;
        }
    }

    /** One run of a sequence. */
    static final class Sequence extends Node {
        private final String stage;
        private final String service;
        private final List<Task> tasks = new ArrayList<>();
        private boolean goesOn;

        Sequence(String stage, String name, String service, Instant began) {
            super(name, began, Outcome.QUEUED);
            this.stage = stage;
            this.service = service;
        }

        String stage() {
            return stage;
        }

        String service() {
            return service;
        }

        List<Task> tasks() {
            return Collections.unmodifiableList(tasks);
        }

        /** Whether it is another attempt of a run that had ended: that is started without being triggered. */
        boolean goesOn() {
            return goesOn;
        }
    }

    /** One dispatch of a task. */
    static final class Task extends Node {
        private final Sequence sequence;
        private int started;
        private int finished;
        private Outcome worst = Outcome.PASS;
        private List<String> unmet = List.of();
        private boolean isGivenUp;

        Task(Sequence sequence, String name, Instant began) {
            super(name, began, Outcome.RUNNING);
            this.sequence = sequence;
        }

        Sequence sequence() {
            return sequence;
        }

        /** What a quality gate says of the objectives that are not met, a line for each. */
        List<String> unmet() {
            return unmet;
        }
    }

    /** The stages with their sequences. */
    Map<String, List<Sequence>> stages() {
        return Collections.unmodifiableMap(stages);
    }

    /** Takes in the next event of the log; returns the node that it is about, empty if it is about none. */
    Optional<Node> apply(KeptnEvent event) {
        Optional<EventType> type = EventType.parse(event.type());
        if (type.isPresent() && type.get() instanceof EventType.Sequence sequence) {
            return Optional.of(applySequence(event, sequence));
        }
        if (type.isPresent() && type.get() instanceof EventType.Task task) {
            return applyTask(event, task);
        }
        return Optional.empty();
    }

    private Node applySequence(KeptnEvent event, EventType.Sequence type) {
        String service = service(event);
        Optional<Sequence> open = type.phase().equals(EventType.TRIGGERED)
                ? Optional.empty()
                : sequences(type.stage(), service)
                        .filter(sequence -> sequence.name().equals(type.sequence()))
                        .filter(sequence -> !sequence.outcome().ended())
                        .findFirst();
        Sequence sequence = open.orElseGet(() -> add(type.stage(), type.sequence(), service, event.time()));
        switch (type.phase()) {
            case EventType.STARTED -> {
                sequence.goesOn = open.isEmpty();
                sequence.become(Outcome.RUNNING);
            }
            case EventType.IN_PROGRESS -> end(sequence, Outcome.PASS, event);
            case EventType.FINISHED ->
                end(sequence, Outcome.of(event.dataText("result"), event.dataText("status")), event);
            default -> {}
        }
        return sequence;
    }

    private static void end(Sequence sequence, Outcome outcome, KeptnEvent event) {
        sequence.say(event.dataText("message"));
        sequence.end(outcome, event.time());
        sequence.tasks.stream()
                .filter(task -> !task.outcome().ended())
                .forEach(task -> task.end(outcome == Outcome.PASS ? Outcome.ABORTED : outcome, event.time()));
    }

    private Optional<Node> applyTask(KeptnEvent event, EventType.Task type) {
        if (type.phase().equals(EventType.TRIGGERED)) {
            return Optional.of(trigger(event, type.task()));
        }
        Task task = event.triggeredId() == null ? null : tasksByTriggeredId.get(event.triggeredId());
        if (task == null) {
            return Optional.empty();
        }
        switch (type.phase()) {
            case EventType.STARTED -> {
                task.started++;
                task.say(event.dataText("message"));
                if (type.task().equals("approval")) {
                    task.become(Outcome.WAITING);
                    task.sequence().become(Outcome.WAITING);
                }
            }
            case EventType.FINISHED -> {
                if (task.isGivenUp) {
                    return Optional.empty();
                }
                finish(task, event);
            }
            default -> {
                if (EventType.IN_PROGRESS.equals(event.dataText("status"))) {
                    task.say(event.dataText("message"));
                    // Where more comes of it, another dispatch or its end says so.
                    task.end(Outcome.PASS, event.time());
                } else {
                    task.sayForNow(event.dataText("message"));
                }
            }
        }
        return Optional.of(task);
    }

    /**
     * Several task services may answer; the task ends with the last of them, with the worst result and its message, or when
     * nobody waits for it any more. What comes later changes nothing.
     */
    private static void finish(Task task, KeptnEvent event) {
        Outcome answer = Outcome.of(event.dataText("result"), event.dataText("status"));
        task.forgetWhatHeldForNow();
        if (answer.compareTo(task.worst) >= 0) {
            task.worst = answer;
            task.say(event.dataText("message"));
            task.unmet = UnmetObjectives.of(event);
        }
        task.finished++;
        task.isGivenUp = event.source().equals(KeptnEvent.CONTROL_PLANE);
        if (task.isGivenUp || task.finished >= task.started) {
            task.end(task.worst, event.time());
        }
        if (task.sequence().outcome() == Outcome.WAITING) {
            task.sequence().become(Outcome.RUNNING);
        }
    }

    private Task trigger(KeptnEvent event, String name) {
        String stage = Objects.requireNonNullElse(event.dataText("stage"), "");
        String service = service(event);
        Sequence sequence = sequences(stage, service)
                .filter(candidate -> !candidate.outcome().ended())
                .findFirst()
                .or(() -> sequences(stage, service).findFirst())
                .orElseGet(() -> add(stage, "", service, event.time()));
        if (sequence.outcome() == Outcome.QUEUED) {
            sequence.become(Outcome.RUNNING);
        }
        Task task = new Task(sequence, name + variant(Json.child(event.data(), name)), event.time());
        sequence.tasks.add(task);
        tasksByTriggeredId.put(event.id(), task);
        return task;
    }

    /** What tells two tasks of one name apart, for example {@code test (performance)}. */
    private static String variant(Map<String, @Nullable Object> properties) {
        return Stream.of("kind", "strategy", "deploymentstrategy", "teststrategy")
                .map(key -> Json.text(properties, key))
                .filter(Objects::nonNull)
                .findFirst()
                .map(value -> " (" + value + ")")
                .orElse("");
    }

    private static String service(KeptnEvent event) {
        return Objects.requireNonNullElse(event.dataText("service"), "");
    }

    /** The sequences of a stage and service, the latest first. */
    private Stream<Sequence> sequences(String stage, String service) {
        List<Sequence> latestFirst = new ArrayList<>(stages.getOrDefault(stage, List.of()));
        Collections.reverse(latestFirst);
        return latestFirst.stream().filter(sequence -> sequence.service().equals(service));
    }

    private Sequence add(String stage, String name, String service, Instant time) {
        Sequence sequence = new Sequence(stage, name, service, time);
        stages.computeIfAbsent(stage, unused -> new ArrayList<>()).add(sequence);
        return sequence;
    }
}
