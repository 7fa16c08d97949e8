package sh.keptn.standalone.engine;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.State.Common;
import sh.keptn.standalone.engine.State.Resource;
import sh.keptn.standalone.engine.TemplateReader.Access;

/** Reads one state of a definition. */
final class StateReader {

    private static final Set<String> EVERY_STATE = Set.of("Type", "Comment", "QueryLanguage");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Task",
            fields("Resource Arguments TimeoutSeconds HeartbeatSeconds Credentials Retry Catch Assign Output Next End"),
            "Pass",
            fields("Assign Output Next End"),
            "Wait",
            fields("Seconds Timestamp Assign Output Next End"),
            "Choice",
            fields("Choices Default Assign Output"),
            "Map",
            fields("Items ItemSelector ItemProcessor MaxConcurrency ToleratedFailureCount ToleratedFailurePercentage"
                    + " Retry Catch Assign Output Next End"),
            "Parallel",
            fields("Branches Arguments Retry Catch Assign Output Next End"),
            "Succeed",
            fields("Output"),
            "Fail",
            fields("Error Cause"));
    private static final Set<String> RULE = Set.of("Condition", "Next", "Assign", "Output", "Comment");

    /** Step Functions, "Passing data between states with variables": states that have $states.result when they end. */
    private static final Set<String> WITH_RESULT = Set.of("Task", "Parallel", "Map");

    private static final Set<String> WITH_NEXT = Set.of("Task", "Pass", "Wait", "Parallel", "Map");

    private static final Pattern INVOKE = Pattern.compile("arn:[a-z-]+:states:::lambda:invoke");
    private static final Pattern FUNCTION = Pattern.compile("arn:[a-z-]+:lambda:[^:]*:[^:]*:function:.+");
    private static final String CALLBACK_SUFFIX = ".waitForTaskToken";

    /** Step Functions, "Invoke an AWS Lambda function with Step Functions". */
    private static final Set<String> INVOKE_ARGUMENTS =
            Set.of("FunctionName", "Payload", "InvocationType", "ClientContext", "Qualifier", "LogType");

    private static final int NAME_LIMIT = 80;

    private final TemplateReader templates;
    private final HandlerReader handlers;
    private final GraphReader graphs;

    /** @param graphs reads the states of branches and iterations */
    StateReader(TemplateReader templates, GraphReader graphs) {
        this.templates = templates;
        this.handlers = new HandlerReader(templates);
        this.graphs = graphs;
    }

    /** Reads states that lead to each other. */
    @FunctionalInterface
    interface GraphReader {
        StateGraph read(Fields json, Set<String> moreFields);
    }

    /** Null where the state is of no type that could be read. */
    @Nullable
    State read(String name, Fields json) {
        if (name.isEmpty() || name.length() > NAME_LIMIT) {
            json.problem(json.where() + " has a name of " + name.length() + " characters, expected 1 to " + NAME_LIMIT);
        }
        String type = json.text("Type");
        Set<String> fields = FIELDS.get(type);
        if (fields == null) {
            if (!type.isEmpty()) {
                json.problem("state type " + type + " is not known (" + json.where() + "), expected one of "
                        + FIELDS.keySet().stream().sorted().toList());
            }
            return null;
        }
        json.only(fields);
        Access access = WITH_RESULT.contains(type) ? Access.RESULT : Access.NOTHING;
        Common common = new Common(
                name, templates.assign(json, access), templates.read(json, "Output", access), next(json, type));
        return switch (type) {
            case "Task" -> task(common, json);
            case "Pass" -> new State.Pass(common);
            case "Wait" -> waitState(common, json);
            case "Choice" -> choice(common, json);
            case "Map" -> map(common, json);
            case "Parallel" -> parallel(common, json);
            case "Succeed" -> new State.Succeed(common);
            default -> fail(common, json);
        };
    }

    /** Null where the state leads nowhere, empty where it cannot be told. */
    private static @Nullable String next(Fields json, String type) {
        if (!WITH_NEXT.contains(type)) {
            return null;
        }
        if (json.has("End") && !(json.get("End") instanceof Boolean)) {
            json.problem("End of " + json.where() + " is " + Json.write(json.get("End")) + ", expected true");
            return "";
        }
        boolean end = Boolean.TRUE.equals(json.get("End"));
        if (end == json.has("Next")) {
            json.problem(json.where() + " has " + (end ? "both Next and End" : "neither Next nor End")
                    + ", expected exactly one of Next and End");
            return "";
        }
        return end ? null : json.text("Next");
    }

    private State task(Common common, Fields json) {
        json.literal("TimeoutSeconds", value -> Fields.isInteger(value, 1, Quotas.SECONDS), seconds(1));
        json.literal("HeartbeatSeconds", value -> Fields.isInteger(value, 1, Quotas.SECONDS), seconds(1));
        if (json.get("TimeoutSeconds") instanceof Long timeout
                && json.get("HeartbeatSeconds") instanceof Long heartbeat
                && heartbeat >= timeout) {
            json.problem("HeartbeatSeconds of " + json.where() + " is not less than its TimeoutSeconds");
        }
        json.literal("Credentials", Map.class::isInstance, "an object with a RoleArn");
        Resource resource = resource(json);
        if (resource.kind() != Resource.Kind.FUNCTION) {
            checkArguments(json);
        }
        return new State.Task(
                common,
                resource,
                templates.read(json, "Arguments"),
                templates.read(json, "TimeoutSeconds"),
                templates.read(json, "HeartbeatSeconds"),
                templates.read(json, "Credentials"),
                handlers.retriers(json),
                handlers.catchers(json));
    }

    private static Resource resource(Fields json) {
        String text = json.text("Resource");
        boolean callback = text.endsWith(CALLBACK_SUFFIX);
        String base = callback ? text.substring(0, text.length() - CALLBACK_SUFFIX.length()) : text;
        if (INVOKE.matcher(base).matches()) {
            return new Resource(callback ? Resource.Kind.CALLBACK : Resource.Kind.INVOKE, text);
        }
        if (!text.isEmpty() && !FUNCTION.matcher(text).matches()) {
            json.problem("resource `" + text + "` of " + json.where() + " " + Unsupported.resource(text));
        }
        return new Resource(Resource.Kind.FUNCTION, text);
    }

    private static void checkArguments(Fields json) {
        json.literal("Arguments", Map.class::isInstance, "an object with a FunctionName");
        if (json.get("Arguments") instanceof Map<?, ?> arguments) {
            if (!arguments.containsKey("FunctionName")) {
                json.problem("Arguments of " + json.where() + " have no FunctionName");
            }
            arguments.keySet().stream()
                    .filter(name -> !INVOKE_ARGUMENTS.contains(name))
                    .forEach(name -> json.problem("Arguments of " + json.where() + " have the field " + name
                            + ", which lambda:invoke does not know"));
        }
    }

    private State waitState(Common common, Fields json) {
        if (json.has("Seconds") == json.has("Timestamp")) {
            json.problem(json.where() + " needs exactly one of Seconds and Timestamp");
        }
        json.literal("Seconds", value -> Fields.isInteger(value, 0, Quotas.SECONDS), seconds(0));
        json.literal("Timestamp", StateReader::isTimestamp, "a timestamp such as 2026-01-31T12:00:00Z");
        return new State.Wait(common, templates.read(json, "Seconds"), templates.read(json, "Timestamp"));
    }

    private static boolean isTimestamp(Object value) {
        try {
            return value instanceof String text && OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private State choice(Common common, Fields json) {
        List<State.Rule> rules = new ArrayList<>();
        for (Fields rule : json.children("Choices")) {
            rule.only(RULE);
            rule.literal("Condition", Boolean.class::isInstance, "true, false");
            Template condition = templates.read(rule, "Condition");
            if (condition == null) {
                rule.problem(rule.where() + " has no Condition");
            }
            rules.add(new State.Rule(
                    condition == null ? new Template.Constant(false) : condition,
                    rule.text("Next"),
                    templates.assign(rule, Access.NOTHING),
                    templates.read(rule, "Output")));
        }
        if (rules.isEmpty()) {
            json.problem(json.where() + " has no Choices");
        }
        return new State.Choice(common, rules, json.has("Default") ? json.text("Default") : null);
    }

    private State map(Common common, Fields json) {
        json.literal("MaxConcurrency", value -> Fields.isInteger(value, 0, Integer.MAX_VALUE), "a whole number from 0");
        json.literal(
                "ToleratedFailureCount",
                value -> Fields.isInteger(value, 0, Integer.MAX_VALUE),
                "a whole number from 0");
        json.literal(
                "ToleratedFailurePercentage",
                value -> value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 100,
                "a number from 0 to 100");
        Fields processor = json.child("ItemProcessor");
        if (processor.has("ProcessorConfig")) {
            Fields config = processor.child("ProcessorConfig");
            config.only(Set.of("Mode"));
            Object mode = config.json().getOrDefault("Mode", "INLINE");
            if (!"INLINE".equals(mode)) {
                config.problem("the mode " + mode + " of " + processor.where() + " is not supported, only INLINE is");
            }
        }
        return new State.Map(
                common,
                templates.read(json, "Items"),
                templates.read(json, "ItemSelector"),
                templates.read(json, "MaxConcurrency"),
                templates.read(json, "ToleratedFailureCount"),
                templates.read(json, "ToleratedFailurePercentage"),
                graphs.read(processor, Set.of("ProcessorConfig")),
                handlers.retriers(json),
                handlers.catchers(json));
    }

    private State parallel(Common common, Fields json) {
        List<StateGraph> branches = json.children("Branches").stream()
                .map(branch -> graphs.read(branch, Set.of()))
                .toList();
        if (branches.isEmpty()) {
            json.problem(json.where() + " has no Branches");
        }
        return new State.Parallel(
                common, branches, templates.read(json, "Arguments"), handlers.retriers(json), handlers.catchers(json));
    }

    private State fail(Common common, Fields json) {
        json.literal("Error", String.class::isInstance, "a string");
        json.literal("Cause", String.class::isInstance, "a string");
        return new State.Fail(common, templates.read(json, "Error"), templates.read(json, "Cause"));
    }

    private static String seconds(long least) {
        return "a whole number of seconds from " + least + " to " + Quotas.SECONDS;
    }

    private static Set<String> fields(String names) {
        Set<String> fields = new HashSet<>(EVERY_STATE);
        fields.addAll(List.of(names.split(" ")));
        return fields;
    }
}
