package sh.keptn.services.sli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sh.keptn.events.Json;

/**
 * What the placeholders of a query stand for ({@code prometheus-service}, {@code replaceQueryParameters}; {@code dynatrace-service},
 * "Keptn placeholders"): {@code $PROJECT}, {@code $STAGE}, {@code $SERVICE}, {@code $DEPLOYMENT}, {@code $DURATION_SECONDS} with its
 * unit, {@code $CONTEXT}, {@code $TESTSTRATEGY}, {@code $LABEL.<key>}, and each key of the SLO file's filter as it is and in upper
 * case. Ours are {@code $START} and {@code $END} (ISO 8601, UTC), {@code $START_SECONDS} and {@code $START_MILLIS} since 1970,
 * {@code $END_SECONDS} and {@code $END_MILLIS}.
 *
 * <p>Of two names that both fit, the longer one counts, and a filter before others of its name. What a value brings along is not
 * filled again. Quotes in the values of filters are left out, as Keptn does; nothing else is escaped.
 */
public final class SliPlaceholders {

    private static final String LABEL = "LABEL.";
    private static final int MILLIS = 1000;

    private final Map<String, String> values;

    /** Longest first. */
    private final List<String> names;

    private SliPlaceholders(Map<String, String> values) {
        this.values = values;
        this.names = values.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Those of an evaluation. */
    public static SliPlaceholders of(SliRequest request) {
        Map<String, String> values = new LinkedHashMap<>();
        request.filters().forEach((key, value) -> {
            String bare = value.replace("'", "").replace("\"", "");
            values.putIfAbsent(key, bare);
            values.putIfAbsent(key.toUpperCase(Locale.ROOT), bare);
        });
        values.remove("");
        values.putIfAbsent("PROJECT", request.project());
        values.putIfAbsent("STAGE", request.stage());
        values.putIfAbsent("SERVICE", request.service());
        values.putIfAbsent("DEPLOYMENT", request.deployment());
        values.putIfAbsent("DURATION_SECONDS", seconds(request.start(), request.end()) + "s");
        values.putIfAbsent("CONTEXT", request.event().context());
        values.putIfAbsent(
                "TESTSTRATEGY",
                Optional.ofNullable(Json.text(Json.child(request.event().data(), "test"), "teststrategy"))
                        .orElse(""));
        request.labels().forEach((key, value) -> values.putIfAbsent(LABEL + key, value));
        times(request.start(), "START", values);
        times(request.end(), "END", values);
        return new SliPlaceholders(values);
    }

    /** Only these, of a text that is not the user's. */
    public SliPlaceholders withOnlyTimesAnd(Map<String, String> others) {
        Map<String, String> some = new LinkedHashMap<>(others);
        for (String name : List.of("START", "END", "START_SECONDS", "END_SECONDS", "START_MILLIS", "END_MILLIS")) {
            some.putIfAbsent(name, values.getOrDefault(name, ""));
        }
        return new SliPlaceholders(some);
    }

    /** Whole seconds, begun ones too. */
    private static long seconds(Instant start, Instant end) {
        Duration duration = Duration.between(start, end);
        return duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
    }

    private static void times(Instant time, String name, Map<String, String> values) {
        values.putIfAbsent(name, time.toString());
        values.putIfAbsent(name + "_SECONDS", String.valueOf(time.getEpochSecond()));
        values.putIfAbsent(
                name + "_MILLIS", String.valueOf(time.getEpochSecond() * MILLIS + time.getNano() / 1_000_000));
    }

    /** The text with values in the place of placeholders; a name that nobody knows stays as it is. */
    public String fill(String text) {
        return fill(text, UnaryOperator.identity());
    }

    /**
     * The text with values in the place of placeholders.
     *
     * @param escape makes a value fit the place where it goes
     */
    public String fill(String text, UnaryOperator<String> escape) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', from)) {
            filled.append(text, from, dollar);
            Optional<String> name = nameAt(text, dollar + 1);
            filled.append(name.map(known -> escape.apply(values.getOrDefault(known, "")))
                    .orElse("$"));
            from = dollar + 1 + name.map(String::length).orElse(0);
        }
        return filled.append(text, from, text.length()).toString();
    }

    /** The first label in a text that the event does not have: {@code $LABEL.build}. */
    public Optional<String> missingLabel(String text) {
        for (int dollar = text.indexOf('$' + LABEL); dollar >= 0; dollar = text.indexOf('$' + LABEL, dollar + 1)) {
            if (nameAt(text, dollar + 1).isEmpty()) {
                int end = dollar + 1 + LABEL.length();
                while (end < text.length() && isOfName(text.charAt(end))) {
                    end++;
                }
                return Optional.of(text.substring(dollar, end));
            }
        }
        return Optional.empty();
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private Optional<String> nameAt(String text, int from) {
        return names.stream().filter(name -> text.startsWith(name, from)).findFirst();
    }
}
