package sh.keptn.services.sli.monitoring;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.events.Json;
import sh.keptn.services.sli.SliException;

/** Values of answers as numbers. */
final class Numbers {

    private Numbers() {}

    /**
     * A JSON number, or a text that is one.
     *
     * @throws SliException if it is something else, or not finite
     */
    static double of(@Nullable Object value) throws SliException {
        if (value instanceof Number number) {
            return finite(number.doubleValue());
        } else if (value instanceof String text && GoFloat.parse(text.strip()).isPresent()) {
            return finite(GoFloat.parse(text.strip()).getAsDouble());
        } else if (value == null) {
            throw SliException.lasting("the query found no data in this time");
        }
        throw SliException.lasting("the value is " + description(value) + ", expected a number");
    }

    private static double finite(double value) throws SliException {
        if (Double.isNaN(value)) {
            throw SliException.lasting(
                    "the query gives NaN, which is no number; it divides zero by zero, for example where there was no"
                            + " traffic");
        } else if (Double.isInfinite(value)) {
            throw SliException.lasting("the query gives an infinite number; it divides by zero");
        }
        return value;
    }

    private static String description(Object value) {
        if (value instanceof List<?> list) {
            return "a list of " + list.size() + " items";
        } else if (value instanceof Map<?, ?>) {
            return "an object";
        }
        String text = Json.write(value);
        return "`" + (text.length() <= 60 ? text : text.substring(0, 60) + "...") + "`";
    }
}
