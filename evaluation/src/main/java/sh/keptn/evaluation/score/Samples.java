package sh.keptn.evaluation.score;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.numbers.GoFloat;

/**
 * The measurements that a value was made of.
 *
 * @param count how many there were, 0 where it is not known
 * @param values all of them, or as many as a provider keeps; none where it tells the number only
 */
public record Samples(long count, List<Double> values) {

    /** Nothing is known of them. */
    public static final Samples UNKNOWN = new Samples(0, List.of());

    public Samples {
        values = List.copyOf(values);
    }

    /** These, all of them. What is no number is none of them. */
    public static Samples of(List<Double> measured) {
        List<Double> values = measured.stream().filter(value -> !value.isNaN()).toList();
        return new Samples(values.size(), values);
    }

    /** Reads {@link #json}; of anything else nothing is known. */
    public static Samples ofJson(@Nullable Object json) {
        if (json instanceof Number count) {
            return new Samples(Math.max(0, count.longValue()), List.of());
        }
        if (!(json instanceof List<?> items)) {
            return UNKNOWN;
        }
        List<Double> values = new ArrayList<>();
        for (Object item : items) {
            OptionalDouble value = GoFloat.parse(String.valueOf(item));
            if (value.isEmpty()) {
                return UNKNOWN;
            }
            values.add(value.getAsDouble());
        }
        return of(values);
    }

    /** The numbers themselves, or how many there were, or null. */
    public @Nullable Object json() {
        if (values.isEmpty()) {
            return count == 0 ? null : count;
        }
        return values.stream().map(EvaluationJson::number).toList();
    }
}
