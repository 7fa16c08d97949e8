package sh.keptn.infra.flows;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** The properties of a resource of a template, or an object among them; what is missing is an error where nothing else is said. */
record ResourceProperties(Map<String, @Nullable Object> json) {

    boolean has(String key) {
        return json.containsKey(key);
    }

    /** Null where there is none. */
    @Nullable
    String textIfAny(String key) {
        return Json.text(json, key);
    }

    String text(String key) {
        String text = textIfAny(key);
        if (text == null) {
            throw new IllegalStateException("no " + key + " in " + json);
        }
        return text;
    }

    int number(String key) {
        if (json.get(key) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalStateException("no number " + key + " in " + json);
    }

    /** Empty where there is none. */
    ResourceProperties object(String key) {
        return new ResourceProperties(Json.child(json, key));
    }

    /** The objects of a list; none where there is no list. */
    Stream<ResourceProperties> objects(String key) {
        return json.get(key) instanceof List<?> list
                ? list.stream().map(each -> new ResourceProperties(Json.object((Map<?, ?>) each)))
                : Stream.of();
    }

    /** The texts of a list; none where there is no list. */
    List<String> texts(String key) {
        return json.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A value as the document that the services take. */
    String document(String key) {
        return Json.write(json.get(key));
    }
}
