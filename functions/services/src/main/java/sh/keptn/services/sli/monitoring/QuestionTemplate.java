package sh.keptn.services.sli.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.Json;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliPlaceholders;

/**
 * A question to an HTTP API with placeholders, and where the number stands in the answer. Values in a path are escaped, and those in
 * the texts of a body of maps and lists are part of these texts whatever they hold; a body that is a text itself is filled as it is.
 *
 * @param path with its query, beginning with a slash
 * @param body a text, or JSON values that are sent as JSON; null for none
 */
record QuestionTemplate(
        String method,
        String path,
        String contentType,
        @Nullable Object body,
        AnswerExpression value) {

    private static final String JSON = "application/json";
    private static final List<String> DOTS = List.of(".", "..");
    private static final List<String> KEYS = List.of("method", "path", "contentType", "body", "value");

    /**
     * Reads {@code {method, path, contentType, body, value}} in YAML; {@code path} and {@code value} are needed.
     *
     * @throws SliException if the text is of another shape
     */
    static QuestionTemplate parse(String text) throws SliException {
        Checked<YamlNode> read = YamlReader.read("query", text);
        if (read.value().isEmpty()) {
            throw SliException.lasting(
                    "the query is no YAML: " + read.diagnostics().get(0).message());
        }
        if (!(read.value().get() instanceof YamlNode.Mapping mapping)) {
            throw SliException.lasting("the query is a text, expected `path:` and `value:` below each other (write"
                    + " `<indicator>: |` and indent them)");
        }
        return of(mapping.toValue(), KEYS);
    }

    /** @param keys that may be there */
    static QuestionTemplate of(Map<String, @Nullable Object> json, List<String> keys) throws SliException {
        for (String key : json.keySet()) {
            if (!keys.contains(key)) {
                throw SliException.lasting("the query has a key `" + key + "`; it may have " + String.join(", ", keys));
            }
        }
        Object body = json.get("body");
        String path = text(json, "path").orElseThrow(() -> missing("path"));
        if (!path.startsWith("/")) {
            throw SliException.lasting("`path` does not begin with a slash; it is added to the provider's `url`");
        }
        return new QuestionTemplate(
                text(json, "method").orElse(body == null ? "GET" : "POST"),
                path,
                body == null ? "" : text(json, "contentType").orElse(JSON),
                body,
                AnswerExpression.parse(text(json, "value").orElseThrow(() -> missing("value"))));
    }

    private static Optional<String> text(Map<String, @Nullable Object> json, String key) throws SliException {
        Object value = json.get(key);
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            throw SliException.lasting("`" + key + "` is not a text");
        }
        return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private static SliException missing(String key) {
        return SliException.lasting("the query has no `" + key + "`");
    }

    /**
     * The question with its placeholders filled.
     *
     * @throws SliException if a value would lead the path elsewhere
     */
    MonitoringServer.Question fill(SliPlaceholders placeholders) throws SliException {
        Object filled = fill(body, placeholders);
        return new MonitoringServer.Question(
                method,
                filledPath(placeholders),
                contentType,
                filled == null ? "" : filled instanceof String text ? text : Json.write(filled));
    }

    /** Values are encoded, so that they add no segments; {@code .} and {@code ..} would mean another path still. */
    private String filledPath(SliPlaceholders placeholders) throws SliException {
        String filled = placeholders.fill(path, MonitoringServer::encoded);
        List<String> segments = segments(filled);
        List<String> given = segments(path);
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (DOTS.contains(segment) && !segment.equals(given.get(i))) {
                throw SliException.lasting("`" + given.get(i) + "` in `path` is `" + segment
                        + "`, which would change the path of the request");
            }
        }
        return filled;
    }

    /** Of a path without its query. */
    private static List<String> segments(String path) {
        return List.of(path.split("[?#]", 2)[0].split("/", -1));
    }

    private static @Nullable Object fill(@Nullable Object value, SliPlaceholders placeholders) {
        if (value instanceof String text) {
            return placeholders.fill(text);
        } else if (value instanceof List<?> items) {
            List<@Nullable Object> filled = new ArrayList<>();
            items.forEach(item -> filled.add(fill(item, placeholders)));
            return filled;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> filled = new LinkedHashMap<>();
            map.forEach((key, item) -> filled.put(String.valueOf(key), fill(item, placeholders)));
            return filled;
        }
        return value;
    }
}
