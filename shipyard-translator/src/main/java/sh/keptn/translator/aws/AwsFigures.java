package sh.keptn.translator.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Quotas and prices of AWS, from the file {@code figures.json}, where each has its source. */
public final class AwsFigures {

    private static final Map<String, @Nullable Object> FIGURES = read();

    private AwsFigures() {}

    /** The month in which the figures were looked up, for example {@code 2026-03}. */
    public static String asOf() {
        return Objects.requireNonNull(Json.text(FIGURES, "asOf"));
    }

    /** The quota of a name, for example {@code history-events}. */
    public static int quota(String name) {
        return ((Number) figure("quotas", name, "limit")).intValue();
    }

    /** The region that the prices are those of. */
    public static String region() {
        return Objects.requireNonNull(Json.text(Json.child(FIGURES, "prices"), "region"));
    }

    /** US dollars for a number of state transitions of Standard workflows, beyond the free ones. */
    public static double dollars(long transitions) {
        Object perThousand = figure("prices", "per-1000-state-transitions", "price");
        // In decimals, so that no price ends in the digits of a binary fraction.
        return new BigDecimal(perThousand.toString())
                .multiply(BigDecimal.valueOf(transitions))
                .movePointLeft(3)
                .doubleValue();
    }

    private static Object figure(String group, String name, String field) {
        Object value = Json.child(Json.child(FIGURES, group), name).get(field);
        return Objects.requireNonNull(value, () -> group + "." + name + "." + field);
    }

    private static Map<String, @Nullable Object> read() {
        try (InputStream file = Objects.requireNonNull(AwsFigures.class.getResourceAsStream("figures.json"))) {
            return Json.parseObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
