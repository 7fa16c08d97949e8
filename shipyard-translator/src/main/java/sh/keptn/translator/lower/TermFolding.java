package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.keptn.translator.rules.Condition;
import sh.keptn.translator.uniform.SelectorTerm;

/**
 * Folds all terms on one key into the alternatives of one field, because a pattern cannot say "and" about a field and
 * treats a missing one unlike Kubernetes, where NotIn matches it.
 */
final class TermFolding {

    private TermFolding() {}

    /**
     * The alternatives; none: anything matches; empty: nothing ever matches.
     *
     * @param alwaysThere whether every event has the field
     */
    static Optional<List<Condition>> fold(List<SelectorTerm> terms, boolean alwaysThere) {
        Set<String> in = null;
        Set<String> notIn = new LinkedHashSet<>();
        boolean exists = alwaysThere;
        boolean absent = false;
        for (SelectorTerm term : terms) {
            switch (term.operator()) {
                case IN -> {
                    if (in == null) {
                        in = new LinkedHashSet<>(term.values());
                    } else {
                        in.retainAll(term.values());
                    }
                }
                case NOT_IN -> notIn.addAll(term.values());
                case EXISTS -> exists = true;
                case DOES_NOT_EXIST -> absent = true;
            }
        }
        if (absent) {
            return exists || in != null ? Optional.empty() : Optional.of(List.of(new Condition.Exists(false)));
        }
        if (in != null) {
            in.removeAll(notIn);
            return in.isEmpty() ? Optional.empty() : Optional.of(Condition.oneOf(List.copyOf(new ArrayList<>(in))));
        }
        return Optional.of(withoutIn(notIn, exists, alwaysThere));
    }

    private static List<Condition> withoutIn(Set<String> notIn, boolean exists, boolean alwaysThere) {
        if (notIn.isEmpty()) {
            return exists && !alwaysThere ? List.of(new Condition.Exists(true)) : List.of();
        }
        Condition others = new Condition.AnythingBut(List.copyOf(notIn));
        return exists ? List.of(others) : List.of(new Condition.Exists(false), others);
    }
}
