package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlAnswer.Verdict;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;

/**
 * Controls contexts and says in one sentence what came of it. Tasks whose deadline has passed end before anything else is
 * decided. Repeating a call changes nothing more.
 */
public final class SequenceControl {

    private static final String BY_COMMAND = "aborted by keptn sequence abort";
    private static final String GO_ON = "let keptn run go on with the same folder and context, which ends it";

    private final ContextReader contexts;
    private final Plans plans;
    private final Timeouts timeouts;
    private final PauseSequences pauseSequences;
    private final AbortSequences abortSequences;
    private final RedriveSequences redriveSequences;

    /**
     * For a store in which no control plane works now: what is decided is stored, and its effects are left to the control
     * plane that resumes next.
     */
    public SequenceControl(Store store, Clock clock) {
        this(store, new Decider(store, clock, effects -> {}));
    }

    private SequenceControl(Store store, Decider decider) {
        this(store, new Plans(store), decider, new RedriveSequences(decider, store, GO_ON));
    }

    /** @param decider also decides whether the effects are done at once */
    SequenceControl(Store store, Plans plans, Decider decider, RedriveSequences redriveSequences) {
        this.contexts = new ContextReader(store);
        this.plans = plans;
        this.timeouts = new Timeouts(decider);
        this.pauseSequences = new PauseSequences(decider);
        this.abortSequences = new AbortSequences(decider, store, pauseSequences);
        this.redriveSequences = redriveSequences;
    }

    /** How far a context is, empty if it is unknown. */
    public Optional<ContextDetails> status(String project, String context) {
        return contexts.details(project, context);
    }

    /** Why there is no such context, or no such stage in its shipyard: one sentence; empty where there is. */
    public Optional<String> whyUnknown(String project, String context, @Nullable String stage) {
        Scope scope = new Scope(project, context, stage);
        return scope.isUnknown() ? Optional.of(scope.unknown().message()) : Optional.empty();
    }

    /** Asks for no more tasks, see {@link PauseSequences#pause}. */
    public ControlAnswer pause(String project, String context, @Nullable String stage) {
        endOverdue(project, context);
        Scope scope = new Scope(project, context, stage);
        if (scope.isUnknown()) {
            return scope.unknown();
        } else if (contexts.isFinished(project, context)) {
            return impossible(scope.all() + " has ended; there is nothing to pause");
        } else if (scope.isPausedWith(stage)) {
            return already(scope.what() + " is paused already");
        }
        pauseSequences.pause(project, context, stage);
        return done(scope.what() + " is paused: what runs and what cleans up goes on, no other task is asked for");
    }

    /** Asks for tasks again, see {@link PauseSequences#resume}. */
    public ControlAnswer resume(String project, String context, @Nullable String stage) {
        endOverdue(project, context);
        Scope scope = new Scope(project, context, stage);
        if (scope.isUnknown()) {
            return scope.unknown();
        } else if (stage != null && scope.isPausedWith(null)) {
            return impossible(scope.all() + " is paused as a whole; resume it without a stage");
        }
        if (pauseSequences.resume(project, context, stage)) {
            return done(scope.what() + " is resumed");
        }
        return contexts.isFinished(project, context)
                ? impossible(scope.all() + " has ended; there is nothing to resume")
                : already(scope.what() + " is not paused");
    }

    /** Ends what has not ended, see {@link AbortSequences#abort}. */
    public ControlAnswer abort(String project, String context, @Nullable String stage) {
        return abort(project, context, stage, BY_COMMAND);
    }

    /** The same with a reason, which the events of what is ended carry. */
    public ControlAnswer abort(String project, String context, @Nullable String stage, String reason) {
        endOverdue(project, context);
        Scope scope = new Scope(project, context, stage);
        if (scope.isUnknown()) {
            return scope.unknown();
        }
        List<SequenceRow> running = scope.sequences()
                .filter(row -> row.phase() != SequenceRow.Phase.FINISHED && !scope.cleansUp(row))
                .toList();
        boolean follows = stage == null && scope.sequences().anyMatch(row -> row.followers() != null);
        boolean wasAborted =
                scope.sequences().filter(row -> row.companionOf() == null).anyMatch(scope::isAborted);
        abortSequences.abort(project, context, stage, reason);
        List<SequenceRow> cleaning = new Scope(project, context, stage)
                .sequences()
                .filter(row -> row.companionOf() != null && row.phase() != SequenceRow.Phase.FINISHED)
                .toList();
        String next = cleaning.isEmpty() ? "" : "; " + names(cleaning) + " runs to its end";
        if (!running.isEmpty()) {
            return done(names(running) + (running.size() == 1 ? " is aborted" : " are aborted") + next);
        } else if (follows) {
            return done("nothing of " + scope.what() + " ran any more; nothing follows");
        }
        return wasAborted
                ? already(scope.what() + " was aborted already" + next)
                : impossible("nothing of " + scope.what() + " runs; there is nothing to abort");
    }

    /** Continues what has ended badly, see {@link RedriveSequences#redrive}. */
    public ControlAnswer redrive(String project, String context, @Nullable String stage) {
        endOverdue(project, context);
        Scope scope = new Scope(project, context, stage);
        if (scope.isUnknown()) {
            return scope.unknown();
        } else if (!plans.isActive(project)) {
            return impossible("project " + project + " was deleted; nothing of it can go on");
        }
        List<SequenceRow> again = scope.sequences()
                .filter(row -> row.redrive() > 0 && row.phase() != SequenceRow.Phase.FINISHED)
                .toList();
        RedriveSequences.Redriven redriven = redriveSequences.redrive(project, context, stage);
        if (!redriven.refusals().isEmpty()) {
            return impossible(String.join("; ", redriven.refusals()));
        } else if (!redriven.continued().isEmpty()) {
            return done(String.join(", ", redriven.continued())
                    + (redriven.continued().size() == 1 ? " goes on" : " go on") + " where it ended");
        } else if (!again.isEmpty()) {
            return already(names(again) + " goes on already");
        }
        return impossible("nothing of " + scope.what() + " has failed or was aborted; there is nothing to redrive");
    }

    /** Task services that have not started are left to a process that they can tell so. */
    private void endOverdue(String project, String context) {
        for (SequenceRow sequence : contexts.sequences(project, context)) {
            if (sequence.phase() == SequenceRow.Phase.STARTED) {
                contexts.tasks(sequence)
                        .forEach(task -> timeouts.end(TaskRow.TABLE.key().apply(task), Instant.MAX));
            }
        }
    }

    private static String names(List<SequenceRow> rows) {
        return String.join(
                ", ",
                rows.stream()
                        .map(row -> row.companionOf() == null
                                ? row.stage() + "." + row.name()
                                : row.companionOf().name() + " of " + row.stage() + "." + row.name())
                        .toList());
    }

    private static ControlAnswer done(String message) {
        return new ControlAnswer(Verdict.DONE, message);
    }

    private static ControlAnswer already(String message) {
        return new ControlAnswer(Verdict.ALREADY, message);
    }

    private static ControlAnswer impossible(String message) {
        return new ControlAnswer(Verdict.IMPOSSIBLE, message);
    }

    /** What a command is about. */
    private final class Scope {
        private final String project;
        private final String context;
        private final @Nullable String stage;
        private final List<SequenceRow> rows;

        private Scope(String project, String context, @Nullable String stage) {
            this.project = project;
            this.context = context;
            this.stage = stage;
            this.rows = contexts.sequences(project, context);
        }

        private Stream<SequenceRow> sequences() {
            return rows.stream().filter(row -> stage == null || row.stage().equals(stage));
        }

        /** Whether a row is that of a companion of what was aborted. */
        private boolean cleansUp(SequenceRow row) {
            SequenceRow.CompanionOf companion = row.companionOf();
            return companion != null
                    && rows.stream().anyMatch(main -> main.id().equals(companion.sequence()) && main.aborting());
        }

        private boolean isAborted(SequenceRow row) {
            return row.aborting()
                    || contexts.outcome(row)
                            .filter(outcome -> outcome.status().equals(Outcome.ABORTED))
                            .isPresent();
        }

        private String all() {
            return "context " + context;
        }

        private String what() {
            return stage == null ? all() : "stage " + stage + " of " + all();
        }

        private boolean isUnknown() {
            return rows.isEmpty() || (stage != null && !stages().contains(stage));
        }

        private ControlAnswer unknown() {
            return impossible(
                    rows.isEmpty()
                            ? "project " + project + " has no " + all()
                            : "the shipyard has no stage `" + stage + "`; it has " + String.join(", ", stages()));
        }

        /** Those of the plan with which the context began; where the project was deleted, those that it has come to. */
        private Set<String> stages() {
            return plans.find(project, rows.get(0).plan())
                    .map(plan -> plan.stages().keySet())
                    .orElseGet(
                            () -> rows.stream().map(SequenceRow::stage).collect(Collectors.toCollection(TreeSet::new)));
        }

        private boolean isPausedWith(@Nullable String wanted) {
            return contexts.context(project, context)
                    .filter(row -> wanted == null ? row.isPausedEverywhere() : row.isPaused(wanted))
                    .isPresent();
        }
    }
}
