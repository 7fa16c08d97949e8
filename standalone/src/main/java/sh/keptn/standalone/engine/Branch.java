package sh.keptn.standalone.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.engine.Snapshot.Visit;

/**
 * One line of states that run one after the other: the execution itself, or a branch of one of its Parallel states.
 *
 * @param id unique in the execution, {@link #TRUNK} for the execution itself
 * @param parent the branch whose current state started this one
 * @param index of the branch in its state, from 0
 * @param variables what Assign set in it; a branch also sees those of its parents
 * @param visit the state that has not ended, null once the branch has
 * @param output what it ended with
 */
record Branch(
        long id,
        long parent,
        int index,
        Map<String, @Nullable Object> variables,
        @Nullable Visit visit,
        @Nullable Object output) {

    /** The id of the line that is no branch. */
    static final long TRUNK = 0;

    private static final long NONE = -1;

    Branch {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    static Branch trunk() {
        return new Branch(TRUNK, NONE, 0, Map.of(), null, null);
    }

    static Branch of(long id, long parent, int index) {
        return new Branch(id, parent, index, Map.of(), null, null);
    }

    boolean isTrunk() {
        return id == TRUNK;
    }

    Branch withVisit(@Nullable Visit changed) {
        return new Branch(id, parent, index, variables, changed, output);
    }

    Branch assigned(Map<String, @Nullable Object> assigned) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(variables);
        all.putAll(assigned);
        return new Branch(id, parent, index, all, visit, output);
    }

    /** It has come to its end. */
    Branch ended(@Nullable Object result) {
        return new Branch(id, parent, index, variables, null, result);
    }
}
