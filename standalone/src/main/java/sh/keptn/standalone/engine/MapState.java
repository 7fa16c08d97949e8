package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/** Runs inline Map states: an iteration for each item, so many at the same time, and goes on with the outputs of all. */
final class MapState {

    /** Step Functions, "Map state in Inline mode": more iterations wait for one of these to end. */
    private static final int MOST_AT_ONCE = 40;

    private final Draft draft;
    private final TransitionLog log;
    private final StateChanges changes;
    private final ErrorHandling errors;

    MapState(Draft draft, TransitionLog log, StateChanges changes, ErrorHandling errors) {
        this.draft = draft;
        this.log = log;
        this.changes = changes;
        this.errors = errors;
    }

    void run(State.Map map) {
        Scope scope = draft.scope(Map.of());
        List<?> items;
        int atOnce;
        try {
            items = items(map, scope);
            atOnce = atOnce(map, scope);
            checkTolerance(map, scope);
        } catch (StateError e) {
            errors.branchesFailed(e);
            return;
        }
        log.addToVisit("MapStateStarted", Map.of("length", (long) items.size()));
        draft.waitFor(new Waiting.ForBranches(draft.nextNumber(), atOnce));
        draft.fork(items);
        if (items.isEmpty()) {
            succeed(map);
        } else {
            startNext(map, draft.visit().lastEvent());
        }
    }

    /** An iteration of the current state has ended with the event. */
    void joined(State.Map map, Branch ended, long event) {
        long succeeded = log.add("MapIterationSucceeded", event, log.iteration(ended));
        draft.visit(draft.visit().withLastEvent(succeeded));
        if (draft.forked(draft.branch()).stream().allMatch(Branch::hasEnded)) {
            succeed(map);
        } else {
            startNext(map, event);
        }
    }

    private static List<?> items(State.Map map, Scope scope) {
        if (map.items() != null) {
            return map.items().list(scope, "Items");
        }
        Object input = scope.input();
        if (input instanceof List<?> list) {
            return list;
        }
        throw scope.error(null, "Map state input must be an array but was: " + Json.write(input));
    }

    private static int atOnce(State.Map map, Scope scope) {
        long wanted = map.maxConcurrency() == null ? 0 : map.maxConcurrency().count(scope, "MaxConcurrency");
        return wanted == 0 ? MOST_AT_ONCE : (int) Math.min(wanted, MOST_AT_ONCE);
    }

    /** Tolerated failures count in distributed Map states only; here they need to be numbers. */
    private static void checkTolerance(State.Map map, Scope scope) {
        if (map.toleratedFailureCount() != null) {
            map.toleratedFailureCount().count(scope, "ToleratedFailureCount");
        }
        if (map.toleratedFailurePercentage() != null) {
            map.toleratedFailurePercentage().percentage(scope, "ToleratedFailurePercentage");
        }
    }

    /** @param previous the event after which there is room for another iteration */
    private void startNext(State.Map map, long previous) {
        long parent = draft.branch().id();
        int atOnce = draft.visit().waiting() instanceof Waiting.ForBranches branches ? branches.atOnce() : 1;
        List<Branch> all = draft.forked(draft.branch());
        long running = all.stream().filter(branch -> branch.visit() != null).count();
        for (Branch next :
                all.stream().filter(Branch::isPending).limit(atOnce - running).toList()) {
            Object input;
            try {
                input = input(map, next);
            } catch (StateError e) {
                errors.branchesFailed(e);
                return;
            }
            long started = log.add("MapIterationStarted", previous, log.iteration(next));
            draft.select(next.id());
            changes.enter(map.processor().startAt(), input, started);
            draft.select(parent);
        }
    }

    private @Nullable Object input(State.Map map, Branch iteration) {
        Object input = map.itemSelector() == null
                ? iteration.item()
                : map.itemSelector().evaluate(draft.scopeOf(iteration), "ItemSelector");
        Quotas.data(input, draft.visit().state());
        return input;
    }

    private void succeed(State.Map map) {
        List<@Nullable Object> outputs = new ArrayList<>();
        draft.forked(draft.branch()).forEach(branch -> outputs.add(branch.output()));
        draft.join();
        log.add("MapStateSucceeded", draft.visit().lastEvent(), new LinkedHashMap<>());
        changes.exitWith(map.common(), outputs, errors);
    }
}
