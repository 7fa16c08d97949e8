package sh.keptn.controlplane.rows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store.Key;

/**
 * One run of one sequence.
 *
 * @param id derived from the event that triggered it, so one event starts it once
 * @param services what is delivered; leases are taken on all of them
 * @param plan version of the plan that it started with and keeps
 * @param machine reference of the published machine
 * @param triggerEvent number of the event that asked for it in the log of the context
 * @param phase how far it is
 * @param done the tasks that have ended, in order
 * @param execution reference of the execution, null before the first task
 * @param redrive how often it was continued after a failure
 * @param aborting it is to end as aborted
 * @param finishedEvent number of the event that says how it ended, 0 before
 * @param followers when the sequences that follow have to be started at the latest by the sweep; null if nothing is left to do
 * @param gitCommitId version of the configuration
 */
public record SequenceRow(
        String id,
        String project,
        String stage,
        String name,
        List<String> services,
        String context,
        String plan,
        String machine,
        long triggerEvent,
        Phase phase,
        List<DoneTask> done,
        @Nullable String execution,
        int redrive,
        boolean aborting,
        long finishedEvent,
        @Nullable Instant followers,
        @Nullable String gitCommitId) {

    public SequenceRow {
        services = List.copyOf(services);
        done = List.copyOf(done);
    }

    /** How far a sequence is. */
    public enum Phase {
        WAITING,
        STARTED,
        FINISHED
    }

    /**
     * A task that has ended.
     *
     * @param events numbers of the {@code finished} events, in the order in which their data is merged
     */
    public record DoneTask(String state, int turn, String task, List<Long> events, Outcome outcome) {
        public DoneTask {
            events = List.copyOf(events);
        }
    }

    public static final Table<SequenceRow> TABLE =
            new Table<>(row -> key(row.id()), SequenceRow::followers, SequenceRow::encode, SequenceRow::decode);

    /** Where the row lies. */
    public static Key key(String id) {
        return new Key(partition(id), "state");
    }

    /** The partition that also holds the sequence's tasks. */
    public static String partition(String id) {
        return "sequence#" + id;
    }

    /** The services as one text: the single one, or the names of a bracket joined by comma. */
    public String service() {
        return String.join(",", services);
    }

    /** The sequence with its leases taken. */
    public SequenceRow started() {
        return with(Phase.STARTED, done, execution, aborting, finishedEvent, followers);
    }

    /** Remembers the execution that works on it. */
    public SequenceRow ranBy(String reference) {
        return with(phase, done, reference, aborting, finishedEvent, followers);
    }

    /** One more task has ended. */
    public SequenceRow withDone(DoneTask task) {
        List<DoneTask> all = new ArrayList<>(done);
        all.add(task);
        return with(phase, all, execution, aborting, finishedEvent, followers);
    }

    /** It is to end as aborted. */
    public SequenceRow abort() {
        return with(phase, done, execution, true, finishedEvent, followers);
    }

    /** It has ended; {@code sweepFollowers} is null where nothing may follow. */
    public SequenceRow finished(long event, @Nullable Instant sweepFollowers) {
        return with(Phase.FINISHED, done, execution, aborting, event, sweepFollowers);
    }

    /** The sequences that follow are started. */
    public SequenceRow followed() {
        return with(phase, done, execution, aborting, finishedEvent, null);
    }

    private SequenceRow with(
            Phase newPhase,
            List<DoneTask> newDone,
            @Nullable String newExecution,
            boolean newAborting,
            long newFinishedEvent,
            @Nullable Instant newFollowers) {
        return new SequenceRow(
                id,
                project,
                stage,
                name,
                services,
                context,
                plan,
                machine,
                triggerEvent,
                newPhase,
                newDone,
                newExecution,
                redrive,
                newAborting,
                newFinishedEvent,
                newFollowers,
                gitCommitId);
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("project", project);
        json.put("stage", stage);
        json.put("name", name);
        json.put("services", services);
        json.put("context", context);
        json.put("plan", plan);
        json.put("machine", machine);
        json.put("triggerEvent", triggerEvent);
        json.put("phase", phase.name());
        json.put("done", done.stream().map(SequenceRow::encode).toList());
        json.put("execution", execution);
        json.put("redrive", redrive);
        json.put("aborting", aborting);
        json.put("finishedEvent", finishedEvent);
        json.put("followers", followers == null ? null : followers.toString());
        json.put("gitCommitId", gitCommitId);
        return json;
    }

    private static Map<String, @Nullable Object> encode(DoneTask task) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", task.state());
        json.put("turn", task.turn());
        json.put("task", task.task());
        json.put("events", task.events());
        json.put("result", task.outcome().result());
        json.put("status", task.outcome().status());
        json.put("message", task.outcome().message());
        return json;
    }

    private static SequenceRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        List<DoneTask> done = fields.objects("done").stream()
                .map(task -> new DoneTask(
                        task.text("state"),
                        task.integer("turn"),
                        task.text("task"),
                        task.texts("events").stream().map(Long::valueOf).toList(),
                        Outcome.of(task.all())))
                .toList();
        return new SequenceRow(
                fields.text("id"),
                fields.text("project"),
                fields.text("stage"),
                fields.text("name"),
                fields.texts("services"),
                fields.text("context"),
                fields.text("plan"),
                fields.text("machine"),
                fields.number("triggerEvent"),
                Phase.valueOf(fields.text("phase")),
                done,
                fields.optionalText("execution"),
                fields.integer("redrive"),
                fields.flag("aborting"),
                fields.number("finishedEvent"),
                fields.instant("followers"),
                fields.optionalText("gitCommitId"));
    }
}
