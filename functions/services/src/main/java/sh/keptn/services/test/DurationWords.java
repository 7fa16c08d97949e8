package sh.keptn.services.test;

import java.time.Duration;
import java.util.Locale;

/** Durations in sentences: {@code 250ms}, {@code 1.5s}, {@code 5m30s}. */
final class DurationWords {

    private DurationWords() {}

    static String of(Duration duration) {
        Duration shown = Duration.ofMillis(duration.toMillis());
        return shown.compareTo(Duration.ofSeconds(1)) < 0
                ? shown.toMillis() + "ms"
                : shown.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
