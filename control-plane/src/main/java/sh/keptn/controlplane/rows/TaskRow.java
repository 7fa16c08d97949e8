package sh.keptn.controlplane.rows;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store.Key;

/**
 * One dispatch of one task of a sequence.
 *
 * @param dispatch which one it is
 * @param attempt raised when a failed task is done again, from 1
 * @param triggeredId id of the event that asks for it
 * @param event number of that event in the log of the context
 * @param token answers the state; never leaves the store; empty where no state waits
 * @param redrive {@code redrive} and {@code retry} tell which of two tokens is newer
 * @param expected task services that have to answer; empty while nobody is known to
 * @param answers by task service
 * @param startBy when a task service that has not started is given up
 * @param deadline when the task has to have ended
 * @param outcome how it ended, null while it is open
 * @param failedLater why the next turn fails at once: after its progress a task service has failed; null otherwise
 */
public record TaskRow(
        Dispatch dispatch,
        int attempt,
        String triggeredId,
        long event,
        String token,
        int redrive,
        int retry,
        List<String> expected,
        Map<String, Answer> answers,
        Instant startBy,
        Instant deadline,
        @Nullable Outcome outcome,
        @Nullable Outcome failedLater) {

    public TaskRow {
        expected = List.copyOf(expected);
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }

    /**
     * What identifies a dispatch and never changes.
     *
     * @param state name of the state in the machine
     * @param turn of the loop that the state is in, else 0
     * @param occurrence which dispatch of this task name in its stage and sequence within the context it is, from 1
     * @param continueOnFail a failing task leads to the next step instead of failing its state
     * @param firstTurn the turn since which the loop's limit counts: the first one, or the first since a redrive
     * @param selector what selectors of task services match, canonical strings by key
     * @param asker who has asked for it to do a task of the machine; null where the machine itself has
     */
    public record Dispatch(
            String sequence,
            String project,
            String context,
            String state,
            int turn,
            String task,
            int occurrence,
            boolean continueOnFail,
            TaskPlace place,
            int firstTurn,
            Map<String, @Nullable Object> selector,
            @Nullable Asker asker) {
        public Dispatch {
            selector = Collections.unmodifiableMap(new LinkedHashMap<>(selector));
        }
    }

    /**
     * A task service that needs what another one knows. Nobody's token waits for such a task, and nothing follows from its end but
     * that the asker goes on.
     *
     * @param service its name
     * @param state of the task that it does, in the same turn
     */
    public record Asker(String service, String state) {}

    /**
     * What one task service has said.
     *
     * @param event number of the event with which it finished or reported progress, 0 before
     * @param outcome null before that
     * @param progressed whether it has reported progress and goes on when it is asked again
     */
    public record Answer(
            boolean started, long event, @Nullable Outcome outcome, boolean progressed) {

        /** It has started. */
        public static final Answer STARTED = new Answer(true, 0, null, false);
    }

    public static final Table<TaskRow> TABLE = new Table<>(
            row -> key(
                    row.dispatch().sequence(),
                    row.dispatch().state(),
                    row.dispatch().turn()),
            TaskRow::due,
            TaskRow::encode,
            TaskRow::decode);

    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Where the row lies. */
    public static Key key(String sequence, String state, int turn) {
        return new Key(SequenceRow.partition(sequence), "task#" + state + "#" + turn);
    }

    /** The prefix of all tasks of a sequence. */
    public static final String PREFIX = "task#";

    /** When nobody waits for the task any more: who gives up at its deadline has a moment to say so. */
    public Instant giveUpAt() {
        return deadline.plus(GRACE);
    }

    /** Whether it still waits for an answer. */
    public boolean isOpen() {
        return outcome == null;
    }

    /** Whether a call of the state with these counters is newer than the one that brought the stored token. */
    public boolean isNewer(int otherRedrive, int otherRetry) {
        return otherRedrive > redrive || (otherRedrive == redrive && otherRetry > retry);
    }

    /** The same task waits with a newer token. */
    public TaskRow withToken(String newToken, int newRedrive, int newRetry) {
        return new TaskRow(
                dispatch,
                attempt,
                triggeredId,
                event,
                newToken,
                newRedrive,
                newRetry,
                expected,
                answers,
                startBy,
                deadline,
                outcome,
                failedLater);
    }

    /** A task service has started or finished; the first one to do so is the expected one where nobody else is. */
    public TaskRow withAnswer(String service, Answer answer) {
        Map<String, Answer> all = new LinkedHashMap<>(answers);
        all.put(service, answer);
        return new TaskRow(
                dispatch,
                attempt,
                triggeredId,
                event,
                token,
                redrive,
                retry,
                expected.isEmpty() ? List.of(service) : expected,
                all,
                startBy,
                deadline,
                outcome,
                failedLater);
    }

    /** The task has ended. */
    public TaskRow decided(Outcome how) {
        return new TaskRow(
                dispatch,
                attempt,
                triggeredId,
                event,
                token,
                redrive,
                retry,
                expected,
                answers,
                startBy,
                deadline,
                how,
                failedLater);
    }

    /** After the progress that ended this turn a task service has failed. */
    public TaskRow failedLater(Outcome why) {
        return new TaskRow(
                dispatch,
                attempt,
                triggeredId,
                event,
                token,
                redrive,
                retry,
                expected,
                answers,
                startBy,
                deadline,
                outcome,
                why);
    }

    /** Whether it ended with progress, so that the task goes on. */
    public boolean hasProgressed() {
        return outcome != null
                && outcome.continues()
                && answers.values().stream().anyMatch(Answer::progressed);
    }

    /** What a task service has said so far. */
    public Optional<Answer> answer(String service) {
        return Optional.ofNullable(answers.get(service));
    }

    /** Whether everybody who has to answer has finished. */
    public boolean isAnswered() {
        return !expected.isEmpty()
                && expected.stream()
                        .allMatch(service -> answer(service)
                                .map(answer -> answer.outcome() != null)
                                .orElse(false));
    }

    /** The expected task services that have not started, in their order. */
    public List<String> notStarted() {
        return expected.stream().filter(service -> answer(service).isEmpty()).toList();
    }

    private @Nullable Instant due() {
        if (!isOpen()) {
            return null;
        }
        boolean allStarted = !expected.isEmpty() && notStarted().isEmpty();
        return allStarted || deadline.isBefore(startBy) ? giveUpAt() : startBy;
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sequence", dispatch.sequence());
        json.put("project", dispatch.project());
        json.put("context", dispatch.context());
        json.put("state", dispatch.state());
        json.put("turn", dispatch.turn());
        json.put("task", dispatch.task());
        json.put("occurrence", dispatch.occurrence());
        json.put("continueOnFail", dispatch.continueOnFail());
        json.put("place", dispatch.place().encode());
        json.put("firstTurn", dispatch.firstTurn());
        json.put("selector", dispatch.selector());
        Asker asker = dispatch.asker();
        if (asker != null) {
            json.put("asker", asker.service());
            json.put("askerState", asker.state());
        }
        json.put("attempt", attempt);
        json.put("triggeredId", triggeredId);
        json.put("event", event);
        json.put("token", token);
        json.put("redrive", redrive);
        json.put("retry", retry);
        json.put("expected", expected);
        json.put(
                "answers",
                answers.entrySet().stream()
                        .map(answer -> encode(answer.getKey(), answer.getValue()))
                        .toList());
        json.put("startBy", startBy.toString());
        json.put("deadline", deadline.toString());
        json.put("outcome", outcome == null ? null : encode(outcome));
        json.put("failedLater", failedLater == null ? null : encode(failedLater));
        return json;
    }

    private static Map<String, @Nullable Object> encode(String service, Answer answer) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("service", service);
        json.put("started", answer.started());
        json.put("event", answer.event());
        json.put("outcome", answer.outcome() == null ? null : encode(answer.outcome()));
        json.put("progressed", answer.progressed());
        return json;
    }

    private static Map<String, @Nullable Object> encode(Outcome outcome) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("result", outcome.result());
        json.put("status", outcome.status());
        json.put("message", outcome.message());
        return json;
    }

    private static TaskRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Fields answer : fields.objects("answers")) {
            answers.put(
                    answer.text("service"),
                    new Answer(
                            answer.flag("started"),
                            answer.number("event"),
                            outcome(answer, "outcome"),
                            answer.flag("progressed")));
        }
        Dispatch dispatch = new Dispatch(
                fields.text("sequence"),
                fields.text("project"),
                fields.text("context"),
                fields.text("state"),
                fields.integer("turn"),
                fields.text("task"),
                fields.integer("occurrence"),
                fields.flag("continueOnFail"),
                TaskPlace.decode(fields.object("place")),
                fields.integer("firstTurn"),
                fields.object("selector"),
                asker(fields));
        return new TaskRow(
                dispatch,
                fields.integer("attempt"),
                fields.text("triggeredId"),
                fields.number("event"),
                fields.text("token"),
                fields.integer("redrive"),
                fields.integer("retry"),
                fields.texts("expected"),
                answers,
                Instant.parse(fields.text("startBy")),
                Instant.parse(fields.text("deadline")),
                outcome(fields, "outcome"),
                outcome(fields, "failedLater"));
    }

    private static @Nullable Asker asker(Fields fields) {
        String service = fields.optionalText("asker");
        return service == null ? null : new Asker(service, fields.text("askerState"));
    }

    private static @Nullable Outcome outcome(Fields fields, String name) {
        Map<String, @Nullable Object> outcome = fields.object(name);
        return outcome.isEmpty() ? null : Outcome.of(outcome);
    }
}
