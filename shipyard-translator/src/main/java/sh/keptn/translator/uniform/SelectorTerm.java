package sh.keptn.translator.uniform;

import java.util.List;
import sh.keptn.diagnostics.SourcePosition;

/**
 * One condition on a key, as in Kubernetes label selectors.
 *
 * @param key {@code project}, {@code stage} and {@code service} are read from the event, all others from the task's
 *     properties and labels
 * @param values canonical strings, see {@code SelectorValues}; empty for {@link Operator#EXISTS} and {@link
 *     Operator#DOES_NOT_EXIST}
 */
public record SelectorTerm(String key, Operator operator, List<String> values, SourcePosition position) {

    public SelectorTerm {
        values = List.copyOf(values);
    }

    /** Whether a key is read from the event: its value is a name. */
    public static boolean isOfEvent(String key) {
        return key.equals("project") || key.equals("stage") || key.equals("service");
    }

    /** The operators of {@code matchExpressions}. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }
}
