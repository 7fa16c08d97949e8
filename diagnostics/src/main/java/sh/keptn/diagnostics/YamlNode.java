package sh.keptn.diagnostics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of a YAML document that knows where it stands. */
public sealed interface YamlNode {

    /** Where the node starts. */
    SourcePosition position();

    /**
     * The node as plain JSON-like value: {@code Map<String, Object>} in the order of the file, {@code List}, {@code
     * String}, {@code Long}, {@code BigInteger} beyond it, {@code Double}, {@code Boolean}, null. Infinities and NaN,
     * which JSON does not have, stay text.
     */
    @Nullable
    Object toValue();

    /** Whether this is a scalar that means null: {@code ~}, {@code null} or nothing at all. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.value() == null;
    }

    /** The text of a scalar that is not null: a number or boolean as it is written; empty for other nodes. */
    default Optional<String> asText() {
        return this instanceof Scalar scalar && scalar.value() != null ? Optional.of(scalar.text()) : Optional.empty();
    }

    /** What the node is, for messages. */
    default String description() {
        if (this instanceof Mapping) {
            return "a mapping";
        } else if (this instanceof Sequence) {
            return "a list";
        }
        return isNull() ? "empty" : "`" + ((Scalar) this).text() + "`";
    }

    /** A mapping: its entries in the order of the file, keys are unique by their text. */
    record Mapping(List<Entry> entries, SourcePosition position) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The entry of a key. */
        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.name().equals(key)).findFirst();
        }

        /** The value of a key; empty where the key is missing or its value is null. */
        public Optional<YamlNode> get(String key) {
            return entry(key).map(Entry::value).filter(value -> !value.isNull());
        }

        @Override
        public Map<String, @Nullable Object> toValue() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach(entry -> map.put(entry.name(), entry.value().toValue()));
            return Collections.unmodifiableMap(map);
        }
    }

    /** A key with its value. */
    record Entry(Scalar key, YamlNode value) {
        /** The text of the key. */
        public String name() {
            return key.text();
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, SourcePosition position) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public List<@Nullable Object> toValue() {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(item.toValue()));
            return Collections.unmodifiableList(list);
        }
    }

    /**
     * A scalar.
     *
     * @param text as it is written, without quotes
     * @param value what the text means in YAML's core schema; {@code yes}, {@code no}, {@code on} and {@code off} are
     *     strings
     */
    record Scalar(String text, @Nullable Object value, SourcePosition position) implements YamlNode {
        @Override
        public @Nullable Object toValue() {
            return value instanceof Double number && !Double.isFinite(number) ? text : value;
        }
    }
}
