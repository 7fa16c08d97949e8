package sh.keptn.standalone.awsapi.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** The members of a request, read with the constraints of the API's model. A member that is null counts as missing. */
public final class Parameters {

    private final Map<String, @Nullable Object> json;
    private final String path;

    public Parameters(Map<String, @Nullable Object> json) {
        this(json, "");
    }

    private Parameters(Map<String, @Nullable Object> json, String path) {
        this.json = json;
        this.path = path;
    }

    /** All members as they were sent. */
    public Map<String, @Nullable Object> json() {
        return json;
    }

    public boolean has(String name) {
        return json.get(name) != null;
    }

    /** A string that has to be there, of 1 to so many characters. */
    public String text(String name, int max) {
        String text = optionalText(name, 0, max);
        if (text == null) {
            throw AwsError.constraint(at(name), "Member must not be null");
        }
        if (text.isEmpty()) {
            throw AwsError.constraint(at(name), "Member must have length greater than or equal to 1");
        }
        return text;
    }

    /** A string that may be missing. */
    public @Nullable String optionalText(String name, int min, int max) {
        Object value = json.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            throw notOf(name, "a string");
        }
        if (text.codePointCount(0, text.length()) > max) {
            throw AwsError.constraint(at(name), "Member must have length less than or equal to " + max);
        }
        if (text.length() < min) {
            throw AwsError.constraint(at(name), "Member must have length greater than or equal to " + min);
        }
        return text;
    }

    public boolean flag(String name) {
        return flag(name, false);
    }

    public boolean flag(String name, boolean otherwise) {
        Object value = json.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw notOf(name, "a boolean");
        }
        return value == null ? otherwise : (Boolean) value;
    }

    /** A whole number; missing or 0 gives the default. */
    public int count(String name, int max, int otherwise) {
        Object value = json.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Long number)) {
            throw notOf(name, "an integer");
        }
        if (number < 0) {
            throw AwsError.constraint(at(name), "Member must have value greater than or equal to 0");
        }
        if (number > max) {
            throw AwsError.constraint(at(name), "Member must have value less than or equal to " + max);
        }
        return number == 0 ? otherwise : number.intValue();
    }

    /** One of the words of an enumeration, null where it is missing. */
    public @Nullable String word(String name, List<String> words) {
        String word = optionalText(name, 0, Integer.MAX_VALUE);
        if (word != null && !words.contains(word)) {
            throw AwsError.constraint(at(name), "Member must satisfy enum value set: " + words);
        }
        return word;
    }

    /** Seconds since 1970 with a fraction, or ISO-8601 text, null where it is missing. */
    public @Nullable Instant time(String name) {
        Object value = json.get(name);
        if (value instanceof Number number) {
            return Instant.ofEpochMilli(Math.round(number.doubleValue() * 1000));
        }
        if (value != null) {
            throw notOf(name, "a timestamp");
        }
        return null;
    }

    /** A structure, empty where it is missing. */
    public Parameters child(String name) {
        Object value = json.get(name);
        if (value != null && !(value instanceof Map<?, ?>)) {
            throw notOf(name, "a structure");
        }
        return new Parameters(value instanceof Map<?, ?> map ? Json.object(map) : Map.of(), at(name) + ".");
    }

    /** The structures of a list, empty where it is missing. */
    public List<Parameters> children(String name) {
        List<Parameters> children = new ArrayList<>();
        for (Object each : list(name)) {
            if (!(each instanceof Map<?, ?> map)) {
                throw notOf(name, "a list of structures");
            }
            children.add(new Parameters(Json.object(map), at(name) + "." + (children.size() + 1) + ".member."));
        }
        return children;
    }

    /** The strings of a list, empty where it is missing. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object each : list(name)) {
            if (!(each instanceof String text)) {
                throw notOf(name, "a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Only these members, in this order; those that are missing are left out. */
    public Map<String, @Nullable Object> only(List<String> names) {
        Map<String, @Nullable Object> some = new LinkedHashMap<>();
        names.stream().filter(this::has).forEach(name -> some.put(name, json.get(name)));
        return some;
    }

    private List<?> list(String name) {
        Object value = json.get(name);
        if (value != null && !(value instanceof List<?>)) {
            throw notOf(name, "a list");
        }
        return value instanceof List<?> list ? list : List.of();
    }

    /** AWS's deserializers refuse what the model does not allow before an operation sees it. */
    private AwsError notOf(String name, String what) {
        return new AwsError("SerializationException", at(name) + " is not " + what);
    }

    private String at(String name) {
        // Both services print members with a small first letter, whatever they are called on the wire.
        return path + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
