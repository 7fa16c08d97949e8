package sh.keptn.translator.rules;

import java.util.List;

/** One alternative for a field of an event (EventBridge, "Comparison operators for use in event patterns"). */
public sealed interface Condition {

    /** The field is this string or boolean. */
    record Equal(Object value) implements Condition {}

    /** The field is there and none of these. */
    record AnythingBut(List<String> values) implements Condition {
        public AnythingBut {
            values = List.copyOf(values);
        }
    }

    /** The field is there, or is not. */
    record Exists(boolean exists) implements Condition {}

    /** One of some strings. */
    static List<Condition> oneOf(List<String> values) {
        return values.stream().<Condition>map(Equal::new).toList();
    }
}
