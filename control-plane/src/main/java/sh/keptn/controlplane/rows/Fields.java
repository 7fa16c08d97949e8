package sh.keptn.controlplane.rows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Typed access to the fields of a stored row; a row that lacks one was not written by us. */
final class Fields {

    private final Map<String, ? extends @Nullable Object> fields;

    Fields(Map<String, ? extends @Nullable Object> fields) {
        this.fields = fields;
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new IllegalStateException("stored row without `" + name + "`: " + fields);
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        return Json.text(fields, name);
    }

    long number(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    int integer(String name) {
        return Math.toIntExact(number(name));
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    @Nullable
    Instant instant(String name) {
        String text = optionalText(name);
        return text == null ? null : Instant.parse(text);
    }

    List<String> texts(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    List<Fields> objects(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream()
                        .map(item -> new Fields(Json.object((Map<?, ?>) item)))
                        .toList()
                : List.of();
    }

    Map<String, @Nullable Object> object(String name) {
        return Json.child(fields, name);
    }

    Map<String, ? extends @Nullable Object> all() {
        return fields;
    }
}
