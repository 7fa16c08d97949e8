package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * The fields of one object of a definition. What is wrong with them is noted, and something takes its place, so that reading
 * goes on and finds the rest.
 *
 * @param where what the object is, for messages
 * @param problems gets what is wrong, each one sentence
 */
record Fields(Map<String, @Nullable Object> json, String where, List<String> problems) {

    /** Reads a value that must be an object. */
    static Fields of(@Nullable Object value, String where, List<String> problems) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(Json.object(map), where, problems);
        }
        problems.add(where + (value == null ? " is missing" : " is not an object"));
        return new Fields(Map.of(), where, new ArrayList<>());
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    boolean has(String field) {
        return json.containsKey(field);
    }

    @Nullable
    Object get(String field) {
        return json.get(field);
    }

    /** Notes every field that is not among the known ones. */
    void only(Set<String> known) {
        for (String field : json.keySet()) {
            if (!known.contains(field)) {
                String reason = Unsupported.field(field, known);
                problem("field " + field + " of " + where + " "
                        + (reason == null
                                ? "is not known, expected one of "
                                        + known.stream().sorted().toList()
                                : reason));
            }
        }
    }

    /** A string that must be there; empty where it is not. */
    String text(String field) {
        if (json.get(field) instanceof String text && !text.isEmpty()) {
            return text;
        }
        problem(where + (has(field) ? " has a " + field + " that is no name" : " has no " + field));
        return "";
    }

    Fields child(String field) {
        return of(json.get(field), field + " of " + where, problems);
    }

    /** The objects of a list; none where there is no list. */
    List<Fields> children(String field) {
        List<Fields> found = new ArrayList<>();
        if (has(field)) {
            if (json.get(field) instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    found.add(of(list.get(i), field + "[" + i + "] of " + where, problems));
                }
            } else {
                problem(field + " of " + where + " is not a list");
            }
        }
        return found;
    }

    /** A whole number within limits, or what stands in for one that is missing or wrong. */
    long integer(String field, long otherwise, long least, long most) {
        Object value = json.get(field);
        if (!has(field) || isInteger(value, least, most)) {
            return value instanceof Long number ? number : otherwise;
        }
        problem(field + " of " + where + " is " + Json.write(value) + ", expected a whole number from " + least + " to "
                + most);
        return otherwise;
    }

    static boolean isInteger(@Nullable Object value, long least, long most) {
        return value instanceof Long number && number >= least && number <= most;
    }

    /** Notes a value that stands in the definition itself and is none that the field may have; expressions are not looked at. */
    void literal(String field, Predicate<Object> allowed, String expected) {
        Object value = json.get(field);
        if (has(field) && !Template.isExpression(value) && (value == null || !allowed.test(value))) {
            problem(field + " of " + where + " is " + Json.write(value) + ", expected " + expected
                    + " or an expression");
        }
    }
}
