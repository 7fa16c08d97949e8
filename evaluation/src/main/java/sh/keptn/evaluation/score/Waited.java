package sh.keptn.evaluation.score;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long an evaluation has waited for values.
 *
 * @param since when the provider was asked for the first time
 * @param asked how often it was asked, from 1
 */
public record Waited(Instant since, int asked) {

    /** As it stands in events: {@code {since, asked}}. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("since", since.toString());
        json.put("asked", asked);
        return json;
    }

    /** Reads {@link #json}; empty where nothing was waited for. */
    public static Optional<Waited> ofJson(Map<String, ? extends @Nullable Object> json) {
        return json.get("since") instanceof String since && json.get("asked") instanceof Number asked
                ? Optional.of(new Waited(Instant.parse(since), asked.intValue()))
                : Optional.empty();
    }

    /** The same after the provider was asked once more. */
    public Waited again() {
        return new Waited(since, asked + 1);
    }

    /** For programs: {@code {asked, time}}, the time as {@code 1m30s}. */
    public Map<String, @Nullable Object> explanation(Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("asked", asked);
        json.put("time", time(now));
        return json;
    }

    /** For people: {@code asked 3 times in 1m30s}. */
    public String words(Instant now) {
        return "asked " + (asked == 1 ? "once" : asked + " times") + " in " + time(now);
    }

    private String time(Instant now) {
        Duration time =
                Duration.ofSeconds(Math.max(0, Duration.between(since, now).toSeconds()));
        return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
