package sh.keptn.controlplane.lifecycle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Payload;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.Effect;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.naming.Sha256;

/** The steps that several handlers share: a sequence starts, and ends. Each belongs to one decision. */
final class Sequences {

    private static final Duration SWEEP_FOLLOWERS_AFTER = Duration.ofMinutes(1);
    private static final int NAME_LENGTH = 16;

    private Sequences() {}

    /** The sequence of a task. */
    static SequenceRow of(UnitOfWork work, TaskRow task) {
        return work.read(SequenceRow.TABLE, SequenceRow.key(task.dispatch().sequence()))
                .orElseThrow(() -> new IllegalStateException("task without sequence: " + task.dispatch()));
    }

    /** Whether a project was deleted, or is being deleted: then nothing starts in it any more. */
    static boolean isDeleted(UnitOfWork work, String project) {
        return !work.exists(Plans.activeKey(project));
    }

    /** Ends a sequence: says how, closes the tasks that are still open, and starts its companions or hands its leases on. */
    static void complete(UnitOfWork work, SequenceRow sequence, Ending ending) {
        List<String> companions;
        Tasks.close(work, sequence);
        if (sequence.companionOf() == null) {
            companions = Companions.due(work, sequence, ending);
            end(work, sequence, ending);
        } else {
            // Nobody hears of a companion's end but the one that comes next.
            companions = sequence.next();
            work.write(SequenceRow.TABLE, sequence.finished(0, null));
            ended(work, sequence);
        }
        if (companions.isEmpty() || isDeleted(work, sequence.project())) {
            Queues.leave(work, sequence);
        } else {
            Companions.start(work, sequence, companions);
        }
    }

    private static void end(UnitOfWork work, SequenceRow sequence, Ending ending) {
        Map<String, @Nullable Object> data = Payload.ofFinishedSequence(Gathered.of(work, sequence), ending.outcome());
        long number = work.append(sequence.project(), event(work, sequence, ending.phase(), data));
        boolean follows = ending.evaluateTriggers();
        SequenceRow ended = sequence.finished(number, follows ? work.now().plus(SWEEP_FOLLOWERS_AFTER) : null);
        work.write(SequenceRow.TABLE, ended);
        if (!follows) {
            ended(work, sequence);
        }
        put(work, ended, number, Stamps.ended(ended, ending));
    }

    /** Nothing more comes of a sequence. */
    private static void ended(UnitOfWork work, SequenceRow sequence) {
        work.write(
                ContextRow.TABLE,
                work.context(sequence.project(), sequence.context()).withoutSequence());
    }

    /** What follows a finished sequence is started, or is not to start any more. */
    static void followed(UnitOfWork work, SequenceRow sequence) {
        work.write(SequenceRow.TABLE, sequence.followed());
        ended(work, sequence);
    }

    /** An event about a sequence; its id is derived, so taking the decision again makes the same event. */
    static KeptnEvent event(UnitOfWork work, SequenceRow sequence, String phase, Map<String, @Nullable Object> data) {
        KeptnEvent trigger = work.event(sequence.project(), sequence.context(), sequence.triggerEvent());
        return new KeptnEvent(
                eventId(sequence, phase, sequence.redrive()),
                KeptnEvent.CONTROL_PLANE,
                new EventType.Sequence(sequence.stage(), sequence.name(), phase).text(),
                work.now(),
                sequence.context(),
                trigger.id(),
                sequence.gitCommitId(),
                data);
    }

    /** Id of the event about an attempt of a sequence. */
    static String eventId(SequenceRow sequence, String phase, int attempt) {
        return Ids.of("sequence-event", sequence.id(), phase, String.valueOf(attempt));
    }

    /** Id of the event that asks for a sequence because another one has ended with an event. */
    static String triggerId(String ended, String stage, String sequence) {
        return Ids.of("trigger", ended, stage, sequence);
    }

    /** Id of the sequence that such an event asks for; nobody else can ask for one that has it. */
    static String followerId(String project, String trigger) {
        return Ids.of("sequence", project, trigger);
    }

    /** Calls for an event of the log to be put on the bus. */
    static void put(UnitOfWork work, SequenceRow sequence, long number, Map<String, @Nullable Object> stamp) {
        work.effect(sequence.project(), sequence.context(), new Effect.PutEvent(number, stamp));
    }

    /** Starts, or continues, the execution of a sequence that has its leases. */
    static void start(UnitOfWork work, SequenceRow leased) {
        SequenceRow sequence = leased.execution() == null ? leased : leased.again();
        work.write(SequenceRow.TABLE, sequence);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("project", sequence.project());
        data.put("stage", sequence.stage());
        data.put("service", sequence.service());
        long number = work.append(sequence.project(), event(work, sequence, EventType.STARTED, data));
        put(work, sequence, number, Stamps.sequence(sequence, EventType.STARTED));
        String name = executionName(sequence);
        Effect effect = sequence.execution() == null
                ? new Effect.StartExecution(sequence.machine(), name, sequence.id())
                : new Effect.RedriveExecution(sequence.execution(), sequence.machine(), name, sequence.id());
        work.effect(sequence.project(), sequence.context(), effect);
    }

    /**
     * Whether an execution is the one that works on a sequence now, and not one before a redrive: it was started for this
     * attempt, or is the known one and was continued as often as was asked for.
     */
    static boolean isRunBy(SequenceRow sequence, String execution, int redrives) {
        return (redrives == 0 && execution.endsWith(executionName(sequence)))
                || (redrives == sequence.continued() && execution.equals(sequence.execution()));
    }

    /** At most 80 characters, the same for the same sequence and attempt. */
    static String executionName(SequenceRow sequence) {
        return Sha256.hex(sequence.id()).substring(0, NAME_LENGTH) + "-" + sequence.redrive();
    }
}
