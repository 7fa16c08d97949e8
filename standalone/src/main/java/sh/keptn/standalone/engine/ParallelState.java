package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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
        Object input;
        try {
            input = parallel.arguments() == null
                    ? draft.visit().input()
                    : parallel.arguments().evaluate(draft.scope(Map.of()), "Arguments");
            Quotas.data(input, draft.visit().state());
        } catch (StateError e) {
            errors.branchesFailed(e);
            return;
        }
        log.addToVisit("ParallelStateStarted", Map.of());
        long started = draft.visit().lastEvent();
        long parent = draft.branch().id();
        int count = parallel.branches().size();
        draft.waitFor(new Waiting.ForBranches(draft.nextNumber(), count));
        for (Branch branch : draft.fork(Collections.nCopies(count, null))) {
            draft.select(branch.id());
            changes.enter(parallel.branches().get(branch.index()).startAt(), input, started);
        }
        draft.select(parent);
    }

    /** A branch of the current state has ended with the event; where it was the last one, the state goes on. */
    void joined(State.Parallel parallel, long event) {
        List<Branch> branches = draft.forked(draft.branch());
        if (!branches.stream().allMatch(Branch::hasEnded)) {
            return;
        }
        List<@Nullable Object> outputs = new ArrayList<>();
        branches.forEach(branch -> outputs.add(branch.output()));
        draft.join();
        draft.visit(draft.visit().withLastEvent(event));
        log.add("ParallelStateSucceeded", event, new LinkedHashMap<>());
        changes.exitWith(parallel.common(), outputs, errors);
    }
}
