package sh.keptn.translator.uniform;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The text under which a value is compared by selectors, because event patterns tell {@code 80} from {@code "80"}. */
public final class CanonicalText {

    private CanonicalText() {}

    /** {@code true -> "true"}, {@code 80 -> "80"}, {@code 0.50 -> "0.5"}; empty for null, lists and maps. */
    public static Optional<String> of(@Nullable Object value) {
        if (value instanceof String || value instanceof Boolean) {
            return Optional.of(value.toString());
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Optional.of(
                    Double.isFinite(number)
                            ? new BigDecimal(Double.toString(number))
                                    .stripTrailingZeros()
                                    .toPlainString()
                            : value.toString());
        } else if (value instanceof Number number) {
            return Optional.of(number.toString());
        }
        return Optional.empty();
    }
}
