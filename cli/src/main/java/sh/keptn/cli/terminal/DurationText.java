package sh.keptn.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class DurationText {

    private DurationText() {}

    /** {@code 0.3 s}, {@code 42 s}, {@code 2 min 5 s}, {@code 1 h 3 min}. */
    public static String of(Duration duration) {
        if (duration.toMillis() < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (duration.toSeconds() < 60) {
            return duration.toSeconds() + " s";
        }
        return duration.toMinutes() < 60
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
