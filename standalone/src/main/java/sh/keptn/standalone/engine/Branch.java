package sh.keptn.standalone.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Visit;

/**
 * One line of states that run one after the other: the execution itself, a branch of one of its Parallel states, or an
 * iteration of one of its Map states.
 *
 * @param id unique in the execution, {@link #TRUNK} for the execution itself
 * @param parent the branch whose current state started this one
 * @param index of the branch in its state, from 0
 * @param item what an iteration is for
 * @param variables what Assign set in it; a branch also sees those of its parents
 * @param visit the state that has not ended, null before the first one and after the last one
 * @param hasEnded whether the last state has ended
 * @param output what it ended with
 */
record Branch(
        long id,
        long parent,
        int index,
        @Nullable Object item,
        Map<String, @Nullable Object> variables,
        @Nullable Visit visit,
        boolean hasEnded,
        @Nullable Object output) {

    /** The id of the line that is no branch. */
    static final long TRUNK = 0;

    private static final long NONE = -1;

    Branch {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    static Branch trunk() {
        return new Branch(TRUNK, NONE, 0, null, Map.of(), null, false, null);
    }

    static Branch of(long id, long parent, int index, @Nullable Object item) {
        return new Branch(id, parent, index, item, Map.of(), null, false, null);
    }

    boolean isTrunk() {
        return id == TRUNK;
    }

    /** Whether it has not begun: an iteration whose turn comes later. */
    boolean isPending() {
        return visit == null && !hasEnded;
    }

    Branch withVisit(@Nullable Visit changed) {
        return new Branch(id, parent, index, item, variables, changed, hasEnded, output);
    }

    Branch assigned(Map<String, @Nullable Object> assigned) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(variables);
        all.putAll(assigned);
        return new Branch(id, parent, index, item, all, visit, hasEnded, output);
    }

    /** It has come to its end. */
    Branch ended(@Nullable Object result) {
        return new Branch(id, parent, index, item, variables, null, true, result);
    }
}
