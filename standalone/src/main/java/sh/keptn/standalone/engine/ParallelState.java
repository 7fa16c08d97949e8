package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/** Runs Parallel states: starts their branches, and goes on with the outputs of all in the order of the definition. */
final class ParallelState {

    private final Draft draft;
    private final TransitionLog log;
    private final StateChanges changes;
    private final ErrorHandling errors;

    ParallelState(Draft draft, TransitionLog log, StateChanges changes, ErrorHandling errors) {
        this.draft = draft;
        this.log = log;
        this.changes = changes;
        this.errors = errors;
    }

    void run(State.Parallel parallel) {
        Object input = parallel.arguments() == null
                ? draft.visit().input()
                : parallel.arguments().evaluate(draft.scope(Map.of()), "Arguments");
        Quotas.data(input, draft.visit().state());
        log.addToVisit("ParallelStateStarted", Map.of());
        long started = draft.visit().lastEvent();
        long parent = draft.branch().id();
        draft.waitFor(new Waiting.ForBranches(draft.nextNumber()));
        for (Branch branch : draft.fork(parallel.branches().size())) {
            draft.select(branch.id());
            changes.enter(parallel.branches().get(branch.index()).startAt(), input, started);
        }
        draft.select(parent);
    }

    /** A branch of the current state has ended with the event; where it was the last one, the state goes on. */
    void joined(long event) {
        List<Branch> branches = draft.forked(draft.branch());
        if (branches.stream().anyMatch(branch -> branch.visit() != null)) {
            return;
        }
        List<@Nullable Object> outputs = new ArrayList<>();
        branches.stream().sorted(Comparator.comparing(Branch::index)).forEach(branch -> outputs.add(branch.output()));
        draft.join();
        draft.visit(draft.visit().withLastEvent(event));
        log.addToVisit("ParallelStateSucceeded", Map.of());
        State.Common common = draft.state().common();
        try {
            changes.exit(common.assign(), common.output(), outputs, Map.of("result", outputs), common.next());
        } catch (StateError e) {
            errors.stateFailed(e);
        }
    }
}
