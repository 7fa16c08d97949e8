package sh.keptn.lambda.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Payloads as their sources send them, from {@code src/test/cases/payloads}; each file names the page that it is written from. */
final class Payloads {

    private Payloads() {}

    /** A payload with its {@code ${...}} filled. */
    static Map<String, @Nullable Object> of(String name, Map<String, String> values) {
        try {
            Map<String, @Nullable Object> file =
                    Json.parseObject(Files.readString(Path.of("src/test/cases/payloads", name + ".json")));
            return filled(Json.child(file, "payload"), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, @Nullable Object> filled(
            Map<String, @Nullable Object> object, Map<String, String> values) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>();
        object.forEach((key, item) -> filled.put(key, filled(item, values)));
        return filled;
    }

    private static @Nullable Object filled(@Nullable Object value, Map<String, String> values) {
        if (value instanceof Map<?, ?> map) {
            return filled(Json.object(map), values);
        } else if (value instanceof List<?> list) {
            return list.stream().map(item -> filled(item, values)).toList();
        }
        return value instanceof String text ? filled(text, values) : value;
    }

    private static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }
}
