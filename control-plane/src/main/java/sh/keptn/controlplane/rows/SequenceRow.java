package sh.keptn.controlplane.rows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.queue.StagePlace;
import sh.keptn.translator.shipyard.QueueSettings;

/**
 * One run of one sequence.
 *
 * @param id derived from the event that triggered it, so one event starts it once
 * @param services what is delivered; leases are taken on all of them
 * @param plan version of the plan that it started with and keeps
 * @param machine reference of the published machine
 * @param companions references of its companions' machines by name, in the order in which they run
 * @param companionOf null for the sequence itself
 * @param next companions that run after this one has ended, known when the sequence ends
 * @param triggerEvent number of the event that asked for it in the log of the context
 * @param phase how far it is
 * @param place how it stands to its stage
 * @param done the tasks that have ended, in order
 * @param execution reference of the execution, null before the first task
 * @param redrive how often it was continued after a failure
 * @param continued how often the engine was asked to continue the execution: less often than that where an attempt was aborted
 *     while it waited for its stage
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
        Map<String, String> companions,
        @Nullable CompanionOf companionOf,
        List<String> next,
        long triggerEvent,
        Phase phase,
        StagePlace place,
        List<DoneTask> done,
        @Nullable String execution,
        int redrive,
        int continued,
        boolean aborting,
        long finishedEvent,
        @Nullable Instant followers,
        @Nullable String gitCommitId) {

    public SequenceRow {
        services = List.copyOf(services);
        companions = Collections.unmodifiableMap(new LinkedHashMap<>(companions));
        next = List.copyOf(next);
        done = List.copyOf(done);
    }

    /** How far a sequence is. */
    public enum Phase {
        WAITING,
        STARTED,
        FINISHED
    }

    /**
     * Makes the row one of a companion: a machine that runs after a sequence, with the sequence's tasks, data and lease.
     *
     * @param sequence id of the sequence that it belongs to
     * @param name {@code rollback}, {@code onFailure} or {@code finally}
     */
    public record CompanionOf(String sequence, String name) {}

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
        return with(
                Phase.STARTED,
                place.with(StagePlace.Lease.HELD),
                done,
                execution,
                continued,
                aborting,
                finishedEvent,
                followers);
    }

    /** The same with another place in its stage. */
    public SequenceRow placed(StagePlace other) {
        return with(phase, other, done, execution, continued, aborting, finishedEvent, followers);
    }

    /** A companion of this sequence, which has ended; it runs at once, under the lease that the sequence had. */
    public SequenceRow companion(String companionId, String companion, List<String> following) {
        return new SequenceRow(
                companionId,
                project,
                stage,
                name,
                services,
                context,
                plan,
                companions.getOrDefault(companion, ""),
                companions,
                new CompanionOf(companionOf == null ? id : companionOf.sequence(), companion),
                following,
                triggerEvent,
                Phase.STARTED,
                place,
                List.of(),
                null,
                redrive,
                0,
                false,
                0,
                null,
                gitCommitId);
    }

    /** Remembers the execution that works on it. */
    public SequenceRow ranBy(String reference) {
        return with(
                phase,
                place,
                done,
                reference,
                reference.equals(execution) ? continued : 0,
                aborting,
                finishedEvent,
                followers);
    }

    /** The engine is asked to continue the execution. */
    public SequenceRow again() {
        return with(phase, place, done, execution, continued + 1, aborting, finishedEvent, followers);
    }

    /** One more task has ended. */
    public SequenceRow withDone(DoneTask task) {
        List<DoneTask> all = new ArrayList<>(done);
        all.add(task);
        return with(phase, place, all, execution, continued, aborting, finishedEvent, followers);
    }

    /** It is to end as aborted. */
    public SequenceRow abort() {
        return with(phase, place, done, execution, continued, true, finishedEvent, followers);
    }

    /** It has ended; {@code sweepFollowers} is null where nothing may follow. */
    public SequenceRow finished(long event, @Nullable Instant sweepFollowers) {
        return with(Phase.FINISHED, place, done, execution, continued, aborting, event, sweepFollowers);
    }

    /**
     * It is to go on.
     *
     * @param kept the tasks that need not be done again
     * @param of the execution to continue, null for a new one
     */
    public SequenceRow redriven(List<DoneTask> kept, @Nullable String of) {
        return new SequenceRow(
                id,
                project,
                stage,
                name,
                services,
                context,
                plan,
                machine,
                companions,
                companionOf,
                List.of(),
                triggerEvent,
                Phase.WAITING,
                StagePlace.of(place.settings(), place.waitsFirst()),
                kept,
                of,
                redrive + 1,
                of == null ? 0 : continued,
                false,
                0,
                null,
                gitCommitId);
    }

    /** The sequences that follow are started. */
    public SequenceRow followed() {
        return with(phase, place, done, execution, continued, aborting, finishedEvent, null);
    }

    private SequenceRow with(
            Phase newPhase,
            StagePlace newPlace,
            List<DoneTask> newDone,
            @Nullable String newExecution,
            int newContinued,
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
                companions,
                companionOf,
                next,
                triggerEvent,
                newPhase,
                newPlace,
                newDone,
                newExecution,
                redrive,
                newContinued,
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
        json.put("companions", companions);
        json.put("companionOf", companionOf == null ? null : encode(companionOf));
        json.put("next", next);
        json.put("triggerEvent", triggerEvent);
        json.put("phase", phase.name());
        json.put("place", encode(place));
        json.put("done", done.stream().map(DoneTask::encode).toList());
        json.put("execution", execution);
        json.put("redrive", redrive);
        json.put("continued", continued);
        json.put("aborting", aborting);
        json.put("finishedEvent", finishedEvent);
        json.put("followers", followers == null ? null : followers.toString());
        json.put("gitCommitId", gitCommitId);
        return json;
    }

    private static Map<String, @Nullable Object> encode(StagePlace place) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("whileWaiting", place.settings().whileWaiting().name());
        json.put("queue", place.settings().queue().name());
        json.put("waitsFirst", place.waitsFirst());
        json.put("number", place.number());
        json.put("lease", place.lease().name());
        return json;
    }

    private static StagePlace place(Fields fields) {
        QueueSettings settings = new QueueSettings(
                QueueSettings.WhileWaiting.valueOf(fields.text("whileWaiting")),
                QueueSettings.Order.valueOf(fields.text("queue")));
        return new StagePlace(
                settings,
                fields.flag("waitsFirst"),
                fields.number("number"),
                StagePlace.Lease.valueOf(fields.text("lease")));
    }

    private static Map<String, @Nullable Object> encode(CompanionOf companion) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sequence", companion.sequence());
        json.put("name", companion.name());
        return json;
    }

    private static SequenceRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, String> companions = new LinkedHashMap<>();
        fields.object("companions").forEach((name, reference) -> companions.put(name, String.valueOf(reference)));
        Fields of = new Fields(fields.object("companionOf"));
        return new SequenceRow(
                fields.text("id"),
                fields.text("project"),
                fields.text("stage"),
                fields.text("name"),
                fields.texts("services"),
                fields.text("context"),
                fields.text("plan"),
                fields.text("machine"),
                companions,
                of.all().isEmpty() ? null : new CompanionOf(of.text("sequence"), of.text("name")),
                fields.texts("next"),
                fields.number("triggerEvent"),
                Phase.valueOf(fields.text("phase")),
                place(new Fields(fields.object("place"))),
                fields.objects("done").stream().map(DoneTask::decode).toList(),
                fields.optionalText("execution"),
                fields.integer("redrive"),
                fields.integer("continued"),
                fields.flag("aborting"),
                fields.number("finishedEvent"),
                fields.instant("followers"),
                fields.optionalText("gitCommitId"));
    }
}
