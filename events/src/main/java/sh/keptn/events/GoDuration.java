package sh.keptn.events;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, for example {@code 10m} or {@code 1h30m}: Keptn's files and events use them. */
public final class GoDuration {

    private static final Pattern WHOLE =
            Pattern.compile("[+-]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "ns", new BigDecimal("0.000000001"),
            "us", new BigDecimal("0.000001"),
            "µs", new BigDecimal("0.000001"),
            "μs", new BigDecimal("0.000001"),
            "ms", new BigDecimal("0.001"),
            "s", BigDecimal.ONE,
            "m", BigDecimal.valueOf(60),
            "h", BigDecimal.valueOf(3600));
    /** Go keeps durations as nanoseconds in 64 bits. */
    private static final BigDecimal LIMIT = new BigDecimal("9223372036.854775807");

    /** Longer texts are refused before the patterns see them: no duration that fits needs them. */
    private static final int LONGEST = 100;

    private GoDuration() {}

    /** Whole seconds, rounded up, 0 for negative durations; empty where the text is no duration. */
    public static Optional<Long> seconds(String text) {
        return decimal(text)
                .map(seconds -> seconds.signum() < 0
                        ? 0
                        : seconds.setScale(0, RoundingMode.CEILING).longValueExact());
    }

    /** The exact duration, which may be negative; parts of a nanosecond are cut; empty where the text is no duration. */
    public static Optional<Duration> of(String text) {
        return decimal(text)
                .map(seconds -> Duration.ofNanos(
                        seconds.movePointRight(9).setScale(0, RoundingMode.DOWN).longValueExact()));
    }

    private static Optional<BigDecimal> decimal(String text) {
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Matcher parts = PART.matcher(text); parts.find(); ) {
            BigDecimal unit = SECONDS.getOrDefault(parts.group(2), BigDecimal.ZERO);
            sum = sum.add(new BigDecimal(parts.group(1)).multiply(unit));
        }
        if (sum.compareTo(LIMIT) > 0) {
            return Optional.empty();
        }
        return Optional.of(text.startsWith("-") ? sum.negate() : sum);
    }

    /** As {@link #seconds}, but a bare number counts seconds. */
    public static Optional<Long> secondsOrNumber(String text) {
        return seconds(text.matches("[+-]?\\d+(\\.\\d+)?") ? text + "s" : text);
    }
}
