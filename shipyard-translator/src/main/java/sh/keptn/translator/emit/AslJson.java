package sh.keptn.translator.emit;

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

    private static Map<String, @Nullable Object> machine(StateMachine machine, boolean comments) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        comment(json, machine.comment(), comments);
        json.put("QueryLanguage", "JSONata");
        json.put("StartAt", machine.startAt());
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        machine.states().forEach(state -> states.put(state.name(), state(state, comments)));
        json.put("States", states);
        return json;
    }

    private static Map<String, @Nullable Object> state(State state, boolean comments) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (state instanceof State.CallFunction call) {
            json.put("Type", "Task");
            comment(json, call.comment(), comments);
            json.put("Resource", call.waitForTaskToken() ? CALL + ".waitForTaskToken" : CALL);
            Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
            arguments.put("FunctionName", call.functionName());
            arguments.put("Payload", value(call.payload()));
            json.put("Arguments", arguments);
            json.put("TimeoutSeconds", call.timeoutSeconds());
            json.put("Retry", call.retriers().stream().map(AslJson::retrier).toList());
            json.put("Output", call.output().text());
        } else if (state instanceof State.Wait wait) {
            json.put("Type", "Wait");
            comment(json, wait.comment(), comments);
            json.put("Seconds", wait.seconds());
        }
        if (state.next() == null) {
            json.put("End", true);
        } else {
            json.put("Next", state.next());
        }
        return json;
    }

    private static void comment(Map<String, @Nullable Object> json, String comment, boolean comments) {
        if (comments) {
            json.put("Comment", comment);
        }
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
