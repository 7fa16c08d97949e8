package sh.keptn.standalone;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.controlplane.lifecycle.ContextDetails.TaskPhase;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.controlplane.lifecycle.SequenceControl;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.StageRow;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.store.SqliteStore;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.translator.Plan;

/**
 * A whole platform on one thread, in which a test takes the part of all task services. Steps are written as in {@code
 * src/test/cases/control.yaml}.
 */
final class ControlledRun implements AutoCloseable {

    static final String PROJECT = "sockshop";
    static final String CONTEXT = "11111111-2222-4333-8444-555555555555";
    private static final String OTHER = "11111111-2222-4333-8444-666666666666";
    private static final String NEWER = "11111111-2222-4333-8444-777777777777";
    private static final ServiceMatcher MATCHER = (plan, triggered) -> new ServiceMatcher.Match(
            "test".equals(triggered.stamp().get("task")) ? List.of("a", "b") : List.of("a"), null);

    private final Database database;
    private final SqliteStore store;
    private final ManualTimeline timeline;
    private final Standalone standalone;
    private final ControlPlane control;
    private final SequenceControl commands;

    /** Goes on with what the file holds. */
    ControlledRun(Path file, Plan plan, Instant now) {
        this.database = Database.open(file);
        this.timeline = new ManualTimeline(now);
        this.standalone = new Standalone(database, timeline, plan, MATCHER, Map.of());
        this.store = standalone.store();
        this.control = standalone.controlPlane();
        this.commands = new SequenceControl(store, timeline.clock());
        timeline.runWork();
    }

    ControlPlane control() {
        return control;
    }

    /** What the commands of {@code keptn sequence} use. */
    SequenceControl commands() {
        return commands;
    }

    Instant now() {
        return timeline.clock().instant();
    }

    /** Does what commands have left to be done, and what comes of it. */
    void goOn() {
        control.resume();
        timeline.runWork();
    }

    /** Takes one step; an answer that is not accepted is a mistake of the test. */
    void step(String step) {
        String[] words = step.split(" ", -1);
        String stage = words.length > 1 ? words[1] : null;
        switch (words[0]) {
            case "trigger" -> trigger(CONTEXT, words[1]);
            case "other" -> trigger(OTHER, words[1]);
            case "newer" -> trigger(NEWER, words[1]);
            case "start" -> answer(words[1], EventType.STARTED, "", List.of("a"));
            case "progress" -> answer(words[1], EventType.STATUS_CHANGED, "", List.of("a"));
            case "finish" ->
                answer(
                        words[1],
                        EventType.FINISHED,
                        words[2],
                        words.length > 4 ? List.of(words[4]) : List.of("a", "b"));
            case "pause" -> commands.pause(PROJECT, CONTEXT, stage);
            case "resume" -> commands.resume(PROJECT, CONTEXT, stage);
            case "abort" -> commands.abort(PROJECT, CONTEXT, stage);
            case "redrive" -> commands.redrive(PROJECT, CONTEXT, stage);
            case "follow" -> timeline.runAll();
            case "expire" -> expire();
            case "stop" -> stop();
            default -> throw new IllegalArgumentException("no step: " + step);
        }
        goOn();
    }

    private void trigger(String context, String sequence) {
        control.trigger(new Trigger(
                "trigger " + context, "test", PROJECT, "dev", sequence, List.of("carts"), context, Map.of(), null));
    }

    private void expire() {
        int before = log().size();
        while (log().size() == before && timeline.runOne()) {
            // The next deadline may be that of something else.
        }
    }

    /** As {@code StopExecution} by somebody who knows nothing of us. */
    private void stop() {
        for (String reference : executions()) {
            standalone.stop(reference);
        }
    }

    private void answer(String task, String phase, String result, List<String> services) {
        ContextDetails.Task open = tasks().filter(
                        each -> each.phase() == TaskPhase.OPEN && each.name().equals(task))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("`" + task + "` is not open: " + summary()));
        for (String service :
                open.waitsFor().stream().filter(services::contains).toList()) {
            Receipt receipt =
                    control.receive(answer("answer", task, phase, result, open.triggeredId(), service), service);
            if (receipt != Receipt.ACCEPTED) {
                throw new IllegalStateException(receipt + ": " + task + " " + phase + " by " + service);
            }
        }
    }

    /** An event of a task service; the same one for the same words. */
    KeptnEvent answer(
            String id, String task, String phase, String result, @Nullable String triggeredId, String service) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("status", phase.equals(EventType.FINISHED) ? Outcome.SUCCEEDED : EventType.IN_PROGRESS);
        data.put("result", result);
        return new KeptnEvent(
                String.join(" ", id, task, phase, String.valueOf(triggeredId), service),
                service,
                new EventType.Task(task, phase).text(),
                now(),
                CONTEXT,
                triggeredId,
                null,
                data);
    }

    /** All dispatches of tasks of the context, without those that are held. */
    Stream<ContextDetails.Task> tasks() {
        return details().stream()
                .flatMap(details -> details.sequences().stream())
                .flatMap(sequence -> sequence.tasks().stream())
                .filter(task -> task.triggeredId() != null);
    }

    Optional<ContextDetails> details() {
        return control.details(PROJECT, CONTEXT);
    }

    /** The events of the context, {@code <what>.<phase>} with the result of what has finished. */
    List<String> log() {
        List<String> log = new ArrayList<>();
        long last = 0;
        for (EventLog.Entry entry : control.log().after(PROJECT, CONTEXT, last)) {
            KeptnEvent event = entry.event();
            String type = event.type().substring(EventType.PREFIX.length());
            Outcome outcome = Outcome.of(event.data());
            boolean isAborted = outcome.status().equals(Outcome.ABORTED);
            log.add(type + (type.endsWith(EventType.FINISHED) ? " " + (isAborted ? "aborted" : outcome.result()) : ""));
        }
        return log;
    }

    /** How far everything is, in one line. */
    String summary() {
        return details().map(ControlledRun::summary).orElse("unknown");
    }

    private static String summary(ContextDetails details) {
        List<String> all = new ArrayList<>();
        for (ContextDetails.Sequence sequence : details.sequences()) {
            List<String> open = sequence.tasks().stream()
                    .filter(task -> task.phase() == TaskPhase.OPEN || task.phase() == TaskPhase.HELD)
                    .map(task -> task.name() + " " + (task.phase() == TaskPhase.OPEN ? "open" : "held"))
                    .sorted()
                    .toList();
            all.add(sequence.stage() + "." + sequence.name()
                    + (sequence.companion() == null ? "" : " " + sequence.companion())
                    + (sequence.attempt() > 1 ? " again" : "")
                    + " " + state(sequence)
                    + (open.isEmpty() ? "" : " (" + String.join(", ", open) + ")"));
        }
        return String.join(", ", all)
                + (details.paused().isEmpty() ? "" : ", paused " + String.join(" ", details.paused()));
    }

    private static String state(ContextDetails.Sequence sequence) {
        Outcome outcome = sequence.outcome();
        if (outcome == null) {
            return sequence.phase() == SequenceRow.Phase.WAITING ? "waits" : "runs";
        }
        return outcome.status().equals(Outcome.SUCCEEDED) ? outcome.result() : outcome.status();
    }

    /** Whose the stage is: this context's, another's, or nobody's. */
    String lease() {
        return store.get(StageRow.key(PROJECT, "dev"))
                .map(item -> StageRow.TABLE.decode().apply(item.json()))
                .flatMap(row -> Optional.ofNullable(row.queue().leases().get("carts")))
                .map(lease -> lease.context().equals(CONTEXT) ? "this" : "other")
                .orElse("nobody");
    }

    /** References of the executions that have not ended. */
    List<String> executions() {
        return database.read(statements -> statements.query(
                "SELECT reference FROM engine_executions WHERE status = 'RUNNING'", row -> row.getString(1)));
    }

    /** The engine knows nothing any more of executions that have ended. */
    void forgetExecutions() {
        database.write(statements -> statements.update("UPDATE engine_executions SET reference = 'gone ' || reference"
                + " WHERE status <> 'RUNNING' AND reference NOT LIKE 'gone %'"));
    }

    /** How many sequences and companions run, of all contexts. */
    long running() {
        return Stream.of(CONTEXT, OTHER, NEWER)
                .flatMap(context -> control.details(PROJECT, context).stream())
                .flatMap(details -> details.sequences().stream())
                .filter(sequence -> sequence.phase() == SequenceRow.Phase.STARTED)
                .count();
    }

    @Override
    public void close() {
        standalone.close();
    }
}
