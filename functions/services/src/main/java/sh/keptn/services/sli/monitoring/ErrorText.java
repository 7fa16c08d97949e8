package sh.keptn.services.sli.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

/** What the body of an error says, on one line: the sentence in it where it is JSON of one of the usual shapes, else its beginning. */
final class ErrorText {

    /** How many code points are shown. */
    private static final int LENGTH = 300;

    private static final List<String> KEYS = List.of("message", "reason", "error", "errors", "detail", "title");

    private ErrorText() {}

    static String of(String body) {
        return excerpt(sentence(body).orElse(body));
    }

    private static Optional<String> sentence(String body) {
        if (!body.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return sentence(Json.parse(body)).filter(text -> !text.isBlank());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** {@code {"error": "..."}}, {@code {"error": {"message": "..."}}}, {@code {"errors": ["..."]}} and the like. */
    private static Optional<String> sentence(@Nullable Object value) {
        if (value instanceof String text) {
            return Optional.of(text);
        } else if (value instanceof List<?> items) {
            return Optional.of(
                    items.stream().flatMap(item -> sentence(item).stream()).collect(Collectors.joining("; ")));
        } else if (value instanceof Map<?, ?> map) {
            return Stream.concat(KEYS.stream().map(map::get), Stream.of(map.get("constraintViolations")))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .flatMap(ErrorText::sentence)
                    .map(text -> text + violations(map));
        }
        return Optional.empty();
    }

    /** What Dynatrace adds to its sentence. */
    private static String violations(Map<?, ?> map) {
        return map.get("message") != null && map.get("constraintViolations") instanceof List<?> more
                ? sentence(more).map(text -> " " + text).orElse("")
                : "";
    }

    private static String excerpt(String text) {
        String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.codePointCount(0, line.length()) <= LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LENGTH)) + "...";
    }
}
