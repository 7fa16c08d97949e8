package sh.keptn.standalone.awsapi.eventbridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;

/** What of an event a target gets (EventBridge, "Amazon EventBridge input transformation"). */
final class TargetInput {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+|\\*)\\]|\\['([^']+)'\\]");
    private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]+)>");
    private static final String PATHS = "InputPathsMap";
    private static final String TEMPLATE = "InputTemplate";

    private static final String RULE_ARN = "aws.events.rule-arn";
    private static final String RULE_NAME = "aws.events.rule-name";
    private static final String INGESTION_TIME = "aws.events.event.ingestion-time";
    private static final String EVENT = "aws.events.event";
    private static final String EVENT_JSON = "aws.events.event.json";
    private static final List<String> PREDEFINED = List.of(RULE_ARN, RULE_NAME, INGESTION_TIME, EVENT, EVENT_JSON);

    private TargetInput() {}

    /**
     * The input as JSON text.
     *
     * @param event the whole envelope
     * @param ingested when the bus got it, ISO-8601
     * @throws sh.keptn.events.JsonException if a template makes no JSON of the event
     */
    static String of(Target target, Rule rule, Map<String, @Nullable Object> event, String ingested) {
        Map<String, @Nullable Object> json = target.json();
        String input = Json.text(json, "Input");
        if (input != null) {
            return input;
        }
        String path = Json.text(json, "InputPath");
        if (path != null) {
            return Json.write(find(event, path));
        }
        Map<String, @Nullable Object> transformer = Json.child(json, "InputTransformer");
        String template = Json.text(transformer, TEMPLATE);
        if (template == null) {
            return Json.write(event);
        }
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        Json.child(transformer, PATHS).forEach((name, each) -> variables.put(name, find(event, String.valueOf(each))));
        Map<String, @Nullable Object> bare = new LinkedHashMap<>(event);
        bare.remove("detail");
        variables.put(RULE_ARN, rule.arn());
        variables.put(RULE_NAME, rule.name());
        variables.put(INGESTION_TIME, ingested);
        variables.put(EVENT, bare);
        variables.put(EVENT_JSON, event);
        String filled = fill(template, variables);
        return Json.write(Json.parse(filled));
    }

    /** Why a transformer makes an input of no event, as PutTargets says it; empty where it can make one. */
    static Optional<String> problem(String target, Map<String, @Nullable Object> transformer) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        PREDEFINED.forEach(name -> variables.put(name, null));
        for (Map.Entry<String, @Nullable Object> path :
                Json.child(transformer, PATHS).entrySet()) {
            if (!isPath(String.valueOf(path.getValue()))) {
                return Optional.of("Invalid InputPathsMap for target " + target + ": " + path.getKey()
                        + " is no JSON path that begins with $.");
            }
            variables.put(path.getKey(), null);
        }
        String template = String.valueOf(transformer.get(TEMPLATE));
        Matcher placeholder = VARIABLE.matcher(template);
        while (placeholder.find()) {
            if (!variables.containsKey(placeholder.group(1))) {
                return Optional.of("InputTemplate for target " + target + " contains invalid placeholder "
                        + placeholder.group(1) + ".");
            }
        }
        try {
            Json.parse(fill(template, variables));
            return Optional.empty();
        } catch (JsonException e) {
            return Optional.of("Invalid InputTemplate for target " + target + ": " + e.getMessage());
        }
    }

    /** Whether a path begins at the event. */
    static boolean isPath(String path) {
        return path.equals("$") || path.startsWith("$.");
    }

    /** Puts the variables in: inside of a string their text, elsewhere their JSON. */
    private static String fill(String template, Map<String, @Nullable Object> variables) {
        StringBuilder text = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < template.length(); i++) {
            char next = template.charAt(i);
            Matcher variable = VARIABLE.matcher(template).region(i, template.length());
            if (next == '<' && variable.lookingAt()) {
                Object value = variables.get(variable.group(1));
                text.append(inString ? insideOfString(value) : Json.write(value));
                i = variable.end() - 1;
            } else if (next == '\\' && inString && i + 1 < template.length()) {
                text.append(next).append(template.charAt(++i));
            } else {
                inString ^= next == '"';
                text.append(next);
            }
        }
        return text.toString();
    }

    private static String insideOfString(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String quoted = Json.write(value instanceof String text ? text : Json.write(value));
        return quoted.substring(1, quoted.length() - 1);
    }

    /** What a path finds; null where there is nothing. */
    static @Nullable Object find(@Nullable Object event, String path) {
        Object value = event;
        Matcher step = STEP.matcher(path);
        int at = path.startsWith("$") ? 1 : 0;
        while (at < path.length()) {
            if (!step.region(at, path.length()).lookingAt()) {
                return null;
            }
            value = step(value, step);
            at = step.end();
        }
        return value;
    }

    private static @Nullable Object step(@Nullable Object value, Matcher step) {
        String index = step.group(2);
        if (index == null) {
            String name = step.group(1) == null ? step.group(3) : step.group(1);
            return value instanceof Map<?, ?> map ? map.get(name) : each(value, name);
        }
        if (!(value instanceof List<?> list)) {
            return null;
        }
        if (index.equals("*")) {
            return list;
        }
        return index.length() < 9 && Integer.parseInt(index) < list.size() ? list.get(Integer.parseInt(index)) : null;
    }

    /** A name after a wildcard is looked for in each of the elements. */
    private static @Nullable Object each(@Nullable Object value, String name) {
        if (!(value instanceof List<?> list)) {
            return null;
        }
        List<@Nullable Object> found = new ArrayList<>();
        list.forEach(element -> {
            if (element instanceof Map<?, ?> map && map.containsKey(name)) {
                found.add(map.get(name));
            }
        });
        return found;
    }
}
