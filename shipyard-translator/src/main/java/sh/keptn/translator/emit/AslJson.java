package sh.keptn.translator.emit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.translator.asl.JsonataExpression;
import sh.keptn.translator.asl.Retrier;
import sh.keptn.translator.asl.State;
import sh.keptn.translator.asl.StateMachine;
import sh.keptn.translator.naming.Sha256;

/** State machines as Amazon States Language. */
public final class AslJson {

    private static final String CALL = "arn:aws:states:::lambda:invoke";

    private AslJson() {}

    /** The definition, for people to read. */
    public static String definition(StateMachine machine) {
        return Json.writePretty(machine(machine, true));
    }

    /** SHA-256 in hex of the definition without its comments. */
    public static String hash(StateMachine machine) {
        return Sha256.hex(Json.write(machine(machine, false)));
    }

    /** How many bytes a function gets from a state at least: expressions are counted as they are written. */
    public static int payloadBytes(State.CallFunction call) {
        return Json.write(value(call.payload())).getBytes(StandardCharsets.UTF_8).length;
    }

    private static Map<String, @Nullable Object> machine(StateMachine machine, boolean comments) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (comments) {
            json.put("Comment", machine.comment());
        }
        json.put("QueryLanguage", "JSONata");
        json.put("StartAt", machine.startAt());
        json.put("States", states(machine.states(), comments));
        return json;
    }

    private static Map<String, @Nullable Object> states(List<State> states, boolean comments) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        states.forEach(state -> json.put(state.name(), state(state, comments)));
        return json;
    }

    private static Map<String, @Nullable Object> state(State state, boolean comments) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("Type", type(state));
        if (comments) {
            json.put("Comment", state.comment());
        }
        if (state instanceof State.CallFunction call) {
            json.put("Resource", call.waitForTaskToken() ? CALL + ".waitForTaskToken" : CALL);
            Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
            arguments.put("FunctionName", call.functionName());
            arguments.put("Payload", value(call.payload()));
            json.put("Arguments", arguments);
            json.put("TimeoutSeconds", call.timeoutSeconds());
            json.put("Retry", call.retriers().stream().map(AslJson::retrier).toList());
            assign(json, call.assign());
            json.put("Output", call.output().text());
        } else if (state instanceof State.Wait wait) {
            json.put("Seconds", wait.seconds());
            assign(json, wait.assign());
        } else if (state instanceof State.Pass pass) {
            assign(json, pass.assign());
        } else if (state instanceof State.Parallel parallel) {
            json.put(
                    "Branches",
                    parallel.branches().stream()
                            .map(branch -> branch(branch, comments))
                            .toList());
            json.put("Output", parallel.output().text());
        } else if (state instanceof State.Choice choice) {
            json.put("Choices", List.of(rule(choice)));
            json.put("Default", choice.next());
            return json;
        }
        if (state.next() == null) {
            json.put("End", true);
        } else {
            json.put("Next", state.next());
        }
        return json;
    }

    private static String type(State state) {
        return state instanceof State.CallFunction ? "Task" : state.getClass().getSimpleName();
    }

    private static void assign(Map<String, @Nullable Object> json, Map<String, Object> assign) {
        if (!assign.isEmpty()) {
            json.put("Assign", value(assign));
        }
    }

    private static Map<String, @Nullable Object> branch(List<State> states, boolean comments) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("StartAt", states.get(0).name());
        json.put("States", states(states, comments));
        return json;
    }

    private static Map<String, @Nullable Object> rule(State.Choice choice) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("Condition", choice.condition().text());
        json.put("Next", choice.whenTrue());
        return json;
    }

    private static Map<String, @Nullable Object> retrier(Retrier retrier) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("ErrorEquals", retrier.errorEquals());
        Retrier.Backoff backoff = retrier.backoff();
        if (backoff == null) {
            json.put("MaxAttempts", retrier.maxAttempts());
            return json;
        }
        json.put("IntervalSeconds", backoff.intervalSeconds());
        json.put("BackoffRate", backoff.rate());
        json.put("MaxAttempts", retrier.maxAttempts());
        json.put("MaxDelaySeconds", backoff.maxDelaySeconds());
        json.put("JitterStrategy", "FULL");
        return json;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof JsonataExpression expression) {
            return expression.text();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            map.forEach((key, item) -> json.put(String.valueOf(key), value(item)));
            return json;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> json = new ArrayList<>();
            list.forEach(item -> json.add(value(item)));
            return json;
        }
        return value;
    }
}
