package sh.keptn.lambda.process;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** A table in memory behind DynamoDB's JSON protocol, as far as the store's adapter uses it; the real conditions are tested there. */
public final class FakeTable {

    private final NavigableMap<String, Map<String, @Nullable Object>> items = new TreeMap<>();

    /** The answer to a request of DynamoDB's JSON protocol; one with {@code __type} is an error. */
    public synchronized Map<String, @Nullable Object> answer(String operation, Map<String, @Nullable Object> body) {
        return switch (operation) {
            case "GetItem" -> {
                Map<String, @Nullable Object> item = items.get(address(Json.child(body, "Key")));
                yield item == null ? new LinkedHashMap<>() : object("Item", item);
            }
            case "BatchGetItem" -> batch(body);
            case "Query" -> query(body);
            case "TransactWriteItems" -> write(body);
            default -> object("__type", "UnknownOperationException");
        };
    }

    private Map<String, @Nullable Object> batch(Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> requested = Json.child(body, "RequestItems");
        String table = requested.keySet().iterator().next();
        List<Object> found = new ArrayList<>();
        for (Map<String, @Nullable Object> key :
                objects(Json.child(requested, table).get("Keys"))) {
            Map<String, @Nullable Object> item = items.get(address(key));
            if (item != null) {
                found.add(item);
            }
        }
        Map<String, @Nullable Object> answer = object("Responses", object(table, found));
        answer.put("UnprocessedKeys", Map.of());
        return answer;
    }

    private Map<String, @Nullable Object> query(Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> values = Json.child(body, "ExpressionAttributeValues");
        String condition = String.valueOf(body.get("KeyConditionExpression"));
        Map<String, Map<String, @Nullable Object>> candidates = values.containsKey(":pk")
                ? items.subMap(text(values, ":pk") + "\0", text(values, ":pk") + "\1")
                : items;
        List<Map<String, @Nullable Object>> found = candidates.values().stream()
                .filter(item -> matches(item, condition, values))
                .limit(body.get("Limit") instanceof Number limit ? limit.intValue() : Integer.MAX_VALUE)
                .toList();
        Map<String, @Nullable Object> answer = object("Items", found);
        answer.put("Count", found.size());
        return answer;
    }

    private static boolean matches(
            Map<String, @Nullable Object> item, String condition, Map<String, @Nullable Object> values) {
        if (condition.startsWith("#shard")) {
            return text(values, ":shard").equals(text(item, "dueShard"))
                    && new BigDecimal(number(item, "due")).compareTo(new BigDecimal(number(values, ":until"))) <= 0;
        }
        String sort = text(item, "sk");
        return condition.contains("begins_with")
                ? sort.startsWith(text(values, ":sk"))
                : !condition.contains(">") || sort.compareTo(text(values, ":sk")) > 0;
    }

    private Map<String, @Nullable Object> write(Map<String, @Nullable Object> body) {
        List<Map<String, @Nullable Object>> writes = new ArrayList<>();
        for (Map<String, @Nullable Object> item : objects(body.get("TransactItems"))) {
            item.forEach((kind, write) -> {
                Map<String, @Nullable Object> named = new LinkedHashMap<>(Json.object((Map<?, ?>) write));
                named.put("kind", kind);
                writes.add(named);
            });
        }
        List<Object> reasons = new ArrayList<>();
        writes.forEach(write -> reasons.add(object("Code", holds(write) ? "None" : "ConditionalCheckFailed")));
        if (reasons.stream().anyMatch(reason -> reason.toString().contains("ConditionalCheckFailed"))) {
            Map<String, @Nullable Object> error =
                    object("__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException");
            error.put("CancellationReasons", reasons);
            return error;
        }
        writes.forEach(this::apply);
        return new LinkedHashMap<>();
    }

    private boolean holds(Map<String, @Nullable Object> write) {
        Map<String, @Nullable Object> current = items.get(address(key(write)));
        if (String.valueOf(write.get("ConditionExpression")).startsWith("attribute_not_exists")) {
            return current == null;
        }
        String expected = number(Json.child(write, "ExpressionAttributeValues"), ":version");
        return current != null && number(current, "version").equals(expected);
    }

    private void apply(Map<String, @Nullable Object> write) {
        if ("Put".equals(write.get("kind"))) {
            items.put(address(key(write)), Json.child(write, "Item"));
        } else if ("Delete".equals(write.get("kind"))) {
            items.remove(address(key(write)));
        }
    }

    private static Map<String, @Nullable Object> key(Map<String, @Nullable Object> write) {
        return write.get("Item") instanceof Map<?, ?> item ? Json.object(item) : Json.child(write, "Key");
    }

    private static String address(Map<String, @Nullable Object> key) {
        return text(key, "pk") + "\0" + text(key, "sk");
    }

    private static String text(Map<String, @Nullable Object> attributes, String name) {
        return String.valueOf(Json.child(attributes, name).get("S"));
    }

    private static String number(Map<String, @Nullable Object> attributes, String name) {
        return String.valueOf(Json.child(attributes, name).get("N"));
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream().map(item -> Json.object((Map<?, ?>) item)).toList()
                : List.of();
    }

    private static Map<String, @Nullable Object> object(String key, @Nullable Object value) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put(key, value);
        return object;
    }
}
