package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.engine.State.Catcher;
import sh.keptn.standalone.engine.State.Common;
import sh.keptn.standalone.engine.State.Resource;
import sh.keptn.standalone.engine.State.Retrier;

/** Reads a definition; everything that is wrong with it is an IllegalArgumentException of one sentence. */
final class DefinitionReader {

    private static final Pattern INVOKE = Pattern.compile("arn:[a-z-]+:states:::lambda:invoke");
    private static final Pattern FUNCTION = Pattern.compile("arn:[a-z-]+:lambda:[^:]*:[^:]*:function:.+");
    private static final String CALLBACK_SUFFIX = ".waitForTaskToken";
    private static final int NAME_LIMIT = 80;

    private static final Set<String> TOP_FIELDS =
            Set.of("Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Task",
            Set.of(
                    "Resource",
                    "Arguments",
                    "TimeoutSeconds",
                    "HeartbeatSeconds",
                    "Credentials",
                    "Retry",
                    "Catch",
                    "Assign",
                    "Output",
                    "Next",
                    "End"),
            "Pass",
            Set.of("Assign", "Output", "Next", "End"),
            "Wait",
            Set.of("Seconds", "Timestamp", "Assign", "Output", "Next", "End"),
            "Choice",
            Set.of("Choices", "Default", "Assign", "Output"),
            "Map",
            Set.of(
                    "Items",
                    "ItemSelector",
                    "ItemProcessor",
                    "MaxConcurrency",
                    "ToleratedFailureCount",
                    "ToleratedFailurePercentage",
                    "Retry",
                    "Catch",
                    "Assign",
                    "Output",
                    "Next",
                    "End"),
            "Parallel",
            Set.of("Branches", "Arguments", "Retry", "Catch", "Assign", "Output", "Next", "End"),
            "Succeed",
            Set.of("Output"),
            "Fail",
            Set.of("Error", "Cause"));
    private static final Set<String> EVERY_STATE = Set.of("Type", "Comment", "QueryLanguage");

    private final Function<String, Expression> expressions;

    DefinitionReader(Function<String, Expression> expressions) {
        this.expressions = expressions;
    }

    /** @throws IllegalArgumentException if the definition cannot run here */
    Definition read(String name, String text) {
        Map<String, @Nullable Object> json;
        try {
            json = Json.parseObject(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException("the definition is no JSON object: " + e.getMessage(), e);
        }
        String language = Json.text(json, "QueryLanguage");
        only(json, TOP_FIELDS, Set.of(), "the definition");
        StateGraph graph = graph(json, language, "the definition", new HashSet<>());
        Object timeout = json.get("TimeoutSeconds");
        return new Definition(
                name, graph, timeout == null ? null : seconds(timeout, "TimeoutSeconds of the definition"));
    }

    /** @param names of all states of the machine so far; they are unique in it (ASL spec, "States") */
    private StateGraph graph(
            Map<String, @Nullable Object> json, @Nullable String language, String where, Set<String> names) {
        Map<String, State> states = new LinkedHashMap<>();
        Json.child(json, "States").forEach((name, value) -> {
            String state = "state `" + name + "`";
            if (!names.add(name)) {
                throw invalid(state + " exists twice; names are unique in the whole machine");
            }
            states.put(name, state(name, object(value, state), language, names));
        });
        StateGraph graph = new StateGraph(required(json, "StartAt", where), states);
        checkTargets(graph, where);
        return graph;
    }

    private State state(
            String name, Map<String, @Nullable Object> json, @Nullable String machineLanguage, Set<String> names) {
        String where = "state `" + name + "`";
        if (name.length() > NAME_LIMIT) {
            throw invalid(where + " has a name of more than " + NAME_LIMIT + " characters");
        }
        String language = json.containsKey("QueryLanguage") ? Json.text(json, "QueryLanguage") : machineLanguage;
        if (!"JSONata".equals(language)) {
            throw invalid(where + " uses the query language JSONPath, only JSONata is supported");
        }
        String type = required(json, "Type", where);
        Set<String> fields = FIELDS.get(type);
        if (fields == null) {
            throw invalid("state type " + type + " is not known (" + where + ")");
        }
        only(json, fields, EVERY_STATE, where);
        Common common = new Common(name, assign(json, where), template(json, "Output", where), next(json, type, where));
        return switch (type) {
            case "Task" -> task(common, json, where);
            case "Pass" -> new State.Pass(common);
            case "Wait" -> wait(common, json, where);
            case "Choice" -> choice(common, json, where);
            case "Map" -> map(common, json, machineLanguage, where, names);
            case "Parallel" -> parallel(common, json, machineLanguage, where, names);
            case "Succeed" -> new State.Succeed(common);
            default -> new State.Fail(common, template(json, "Error", where), template(json, "Cause", where));
        };
    }

    private State task(Common common, Map<String, @Nullable Object> json, String where) {
        return new State.Task(
                common,
                resource(required(json, "Resource", where), where),
                template(json, "Arguments", where),
                template(json, "TimeoutSeconds", where),
                template(json, "HeartbeatSeconds", where),
                template(json, "Credentials", where),
                retriers(json, where),
                catchers(json, where));
    }

    private State parallel(
            Common common,
            Map<String, @Nullable Object> json,
            @Nullable String language,
            String where,
            Set<String> names) {
        List<StateGraph> branches = new ArrayList<>();
        for (Map<String, @Nullable Object> branch : objects(json, "Branches", where)) {
            String each = "a branch of " + where;
            only(branch, Set.of("StartAt", "States", "Comment"), Set.of(), each);
            branches.add(graph(branch, language, each, names));
        }
        if (branches.isEmpty()) {
            throw invalid(where + " has no Branches");
        }
        return new State.Parallel(
                common,
                List.copyOf(branches),
                template(json, "Arguments", where),
                retriers(json, where),
                catchers(json, where));
    }

    private State map(
            Common common,
            Map<String, @Nullable Object> json,
            @Nullable String language,
            String where,
            Set<String> names) {
        String inner = "the ItemProcessor of " + where;
        Map<String, @Nullable Object> processor = object(json.get("ItemProcessor"), inner);
        only(processor, Set.of("ProcessorConfig", "StartAt", "States", "Comment"), Set.of(), inner);
        Object mode = Json.child(processor, "ProcessorConfig").getOrDefault("Mode", "INLINE");
        if (!"INLINE".equals(mode)) {
            throw invalid("the mode " + mode + " of " + inner + " is not supported, only INLINE is");
        }
        return new State.Map(
                common,
                template(json, "Items", where),
                template(json, "ItemSelector", where),
                template(json, "MaxConcurrency", where),
                template(json, "ToleratedFailureCount", where),
                template(json, "ToleratedFailurePercentage", where),
                graph(processor, language, inner, names),
                retriers(json, where),
                catchers(json, where));
    }

    private static List<Retrier> retriers(Map<String, @Nullable Object> json, String where) {
        List<Retrier> retriers = objects(json, "Retry", where).stream()
                .map(each -> retrier(each, "Retry of " + where))
                .toList();
        checkAllIsLast(retriers.stream().map(Retrier::errors).toList(), "Retry of " + where);
        return retriers;
    }

    private List<Catcher> catchers(Map<String, @Nullable Object> json, String where) {
        List<Catcher> catchers = objects(json, "Catch", where).stream()
                .map(each -> catcher(each, "Catch of " + where))
                .toList();
        checkAllIsLast(catchers.stream().map(Catcher::errors).toList(), "Catch of " + where);
        return catchers;
    }

    private static Resource resource(String text, String where) {
        boolean callback = text.endsWith(CALLBACK_SUFFIX);
        String base = callback ? text.substring(0, text.length() - CALLBACK_SUFFIX.length()) : text;
        if (INVOKE.matcher(base).matches()) {
            return new Resource(callback ? Resource.Kind.CALLBACK : Resource.Kind.INVOKE, text);
        }
        if (FUNCTION.matcher(text).matches()) {
            return new Resource(Resource.Kind.FUNCTION, text);
        }
        throw invalid("resource `" + text + "` of " + where
                + " is not supported, use lambda:invoke, lambda:invoke.waitForTaskToken or a function's ARN");
    }

    private State wait(Common common, Map<String, @Nullable Object> json, String where) {
        if (json.containsKey("Seconds") == json.containsKey("Timestamp")) {
            throw invalid(where + " needs exactly one of Seconds and Timestamp");
        }
        return new State.Wait(common, template(json, "Seconds", where), template(json, "Timestamp", where));
    }

    private State choice(Common common, Map<String, @Nullable Object> json, String where) {
        List<State.Rule> rules = new ArrayList<>();
        for (Map<String, @Nullable Object> rule : objects(json, "Choices", where)) {
            String each = "a Choice rule of " + where;
            only(rule, Set.of("Condition", "Next", "Assign", "Output"), EVERY_STATE, each);
            Template condition = template(rule, "Condition", each);
            if (condition == null) {
                throw invalid(each + " has no Condition");
            }
            rules.add(new State.Rule(
                    condition, required(rule, "Next", each), assign(rule, each), template(rule, "Output", each)));
        }
        if (rules.isEmpty()) {
            throw invalid(where + " has no Choices");
        }
        return new State.Choice(common, rules, json.containsKey("Default") ? required(json, "Default", where) : null);
    }

    private static Retrier retrier(Map<String, @Nullable Object> json, String where) {
        only(
                json,
                Set.of(
                        "ErrorEquals",
                        "IntervalSeconds",
                        "MaxAttempts",
                        "BackoffRate",
                        "MaxDelaySeconds",
                        "JitterStrategy"),
                EVERY_STATE,
                where);
        double rate = number(json, "BackoffRate", 2.0, where);
        if (rate < 1) {
            throw invalid("BackoffRate in " + where + " is below 1");
        }
        Object jitter = json.getOrDefault("JitterStrategy", "NONE");
        if (!"FULL".equals(jitter) && !"NONE".equals(jitter)) {
            throw invalid("JitterStrategy in " + where + " is neither FULL nor NONE");
        }
        return new Retrier(
                errors(json, where),
                number(json, "IntervalSeconds", 1.0, where),
                (int) Math.min(Quotas.SECONDS, number(json, "MaxAttempts", 3.0, where)),
                rate,
                json.containsKey("MaxDelaySeconds") ? number(json, "MaxDelaySeconds", 0, where) : null,
                "FULL".equals(jitter));
    }

    private Catcher catcher(Map<String, @Nullable Object> json, String where) {
        only(json, Set.of("ErrorEquals", "Next", "Assign", "Output"), EVERY_STATE, where);
        return new Catcher(
                errors(json, where),
                required(json, "Next", where),
                assign(json, where),
                template(json, "Output", where));
    }

    private static List<String> errors(Map<String, @Nullable Object> json, String where) {
        List<String> errors = new ArrayList<>();
        if (json.get("ErrorEquals") instanceof List<?> list) {
            list.forEach(each -> errors.add(String.valueOf(each)));
        }
        if (errors.isEmpty()) {
            throw invalid(where + " has no ErrorEquals");
        }
        if (errors.contains("States.ALL") && errors.size() > 1) {
            throw invalid("States.ALL in " + where + " must stand alone");
        }
        return List.copyOf(errors);
    }

    /** ASL spec, "Retrying after error" and "Fallback states": States.ALL stands alone, in the last one. */
    private static void checkAllIsLast(List<List<String>> errors, String where) {
        for (int i = 0; i < errors.size() - 1; i++) {
            if (errors.get(i).contains("States.ALL")) {
                throw invalid("States.ALL in " + where + " must stand in the last one");
            }
        }
    }

    private @Nullable Template assign(Map<String, @Nullable Object> json, String where) {
        if (!json.containsKey("Assign")) {
            return null;
        }
        Map<String, @Nullable Object> variables = object(json.get("Assign"), "Assign of " + where);
        if (variables.containsKey("states")) {
            throw invalid("Assign of " + where + " sets the reserved variable `states`");
        }
        return template(json, "Assign", where);
    }

    private @Nullable Template template(Map<String, @Nullable Object> json, String field, String where) {
        if (!json.containsKey(field)) {
            return null;
        }
        try {
            return Template.of(json.get(field), expressions);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " of " + where + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable String next(Map<String, @Nullable Object> json, String type, String where) {
        if (!Set.of("Task", "Pass", "Wait", "Parallel", "Map").contains(type)) {
            return null;
        }
        boolean end = Boolean.TRUE.equals(json.get("End"));
        if (end == json.containsKey("Next")) {
            throw invalid(where + " needs exactly one of Next and End");
        }
        return end ? null : required(json, "Next", where);
    }

    private static void checkTargets(StateGraph graph, String where) {
        checkTarget(graph, graph.startAt(), "StartAt of " + where);
        graph.states().forEach((name, state) -> {
            String source = "state `" + name + "`";
            if (state.common().next() != null) {
                checkTarget(graph, state.common().next(), source);
            }
            if (state instanceof State.Choice choice) {
                choice.rules().forEach(rule -> checkTarget(graph, rule.next(), source));
                if (choice.otherwise() != null) {
                    checkTarget(graph, choice.otherwise(), source);
                }
            }
            state.catchers().forEach(catcher -> checkTarget(graph, catcher.next(), source));
        });
    }

    private static void checkTarget(StateGraph graph, String target, String where) {
        if (!graph.states().containsKey(target)) {
            throw invalid(where + " names the state `" + target + "`, which does not exist"
                    + (graph.states().isEmpty() ? "" : " beside it"));
        }
    }

    private static List<Map<String, @Nullable Object>> objects(
            Map<String, @Nullable Object> json, String field, String where) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        if (json.containsKey(field)) {
            if (!(json.get(field) instanceof List<?> list)) {
                throw invalid(field + " of " + where + " is not a list");
            }
            list.forEach(each -> found.add(object(each, field + " of " + where)));
        }
        return found;
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) {
            return Json.object(map);
        }
        throw invalid(where + " is not an object");
    }

    private static String required(Map<String, @Nullable Object> json, String field, String where) {
        String text = Json.text(json, field);
        if (text == null) {
            throw invalid(where + " has no " + field);
        }
        return text;
    }

    private static void only(
            Map<String, @Nullable Object> json, Set<String> fields, Set<String> moreFields, String where) {
        for (String field : json.keySet()) {
            if (!fields.contains(field) && !moreFields.contains(field)) {
                throw invalid("field " + field + " of " + where + " is not known in JSONata definitions");
            }
        }
    }

    private static double number(Map<String, @Nullable Object> json, String field, double otherwise, String where) {
        Object value = json.getOrDefault(field, otherwise);
        if (value instanceof Number number && number.doubleValue() >= 0) {
            return number.doubleValue();
        }
        throw invalid(field + " in " + where + " is not a number from 0");
    }

    private static long seconds(Object value, String where) {
        if (value instanceof Long number && number > 0 && number <= Quotas.SECONDS) {
            return number;
        }
        throw invalid(where + " is not a number from 1 to " + Quotas.SECONDS);
    }

    private static IllegalArgumentException invalid(String message) {
        return new IllegalArgumentException(message);
    }
}
