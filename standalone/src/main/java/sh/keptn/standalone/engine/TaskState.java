package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.expressions.JsonValues;
import sh.keptn.standalone.engine.Snapshot.Waiting;
import sh.keptn.standalone.engine.State.Resource;

/** Runs Task states: schedules the function, and takes what becomes of it. */
final class TaskState {

    private final Draft draft;
    private final TransitionLog log;
    private final StateChanges changes;
    private final ErrorHandling errors;
    private final UnaryOperator<String> tokens;

    /** @param tokens makes a new task token for an execution */
    TaskState(
            Draft draft, TransitionLog log, StateChanges changes, ErrorHandling errors, UnaryOperator<String> tokens) {
        this.draft = draft;
        this.log = log;
        this.changes = changes;
        this.errors = errors;
        this.tokens = tokens;
    }

    void schedule(State.Task task) {
        boolean callback = task.resource().kind() == Resource.Kind.CALLBACK;
        String token = callback ? tokens.apply(draft.reference()) : null;
        Scope scope = draft.scope(Map.of(), token);
        Object arguments = task.arguments() == null
                ? draft.visit().input()
                : task.arguments().evaluate(scope, "Arguments");
        String text = Quotas.data(arguments, draft.visit().state());
        Long timeout = seconds(task.timeoutSeconds(), "TimeoutSeconds", scope);
        Long heartbeat = seconds(task.heartbeatSeconds(), "HeartbeatSeconds", scope);
        if (timeout != null && heartbeat != null && heartbeat >= timeout) {
            throw scope.error(
                    "HeartbeatSeconds",
                    "The field 'HeartbeatSeconds' must be less than 'TimeoutSeconds', which is " + timeout
                            + ", but was " + heartbeat);
        }
        Call call = call(task.resource(), arguments);

        Map<String, @Nullable Object> details = scheduledDetails(task.resource(), text);
        if (timeout != null) {
            details.put("timeoutInSeconds", timeout);
        }
        if (heartbeat != null && task.resource().kind() != Resource.Kind.FUNCTION) {
            details.put("heartbeatInSeconds", heartbeat);
        }
        if (task.credentials() != null
                && task.credentials().evaluate(scope, "Credentials") instanceof Map<?, ?> map
                && map.get("RoleArn") != null) {
            details.put("taskCredentials", Collections.singletonMap("roleArn", map.get("RoleArn")));
        }
        log.addToVisit(event(task, "Scheduled"), details);
        log.addToVisit(event(task, "Started"), withResource(task, Map.of()));
        draft.waitFor(new Waiting.ForTask(
                draft.nextNumber(),
                call.function(),
                call.payload(),
                token,
                false,
                due(timeout),
                heartbeat,
                due(heartbeat)));
    }

    /** The function has returned; a Task with a token goes on waiting for its answer. */
    void returned(Waiting.ForTask waiting, Signal.Returned signal) {
        State.Task task = task();
        Resource.Kind kind = task.resource().kind();
        Object value;
        try {
            Object plain = JsonValues.normal(signal.value());
            value = kind == Resource.Kind.FUNCTION || signal.whole() ? plain : lambdaAnswer(plain);
        } catch (IllegalArgumentException e) {
            failed(StateError.RUNTIME, "the function returned what is no JSON: " + e.getMessage());
            return;
        }
        if (kind == Resource.Kind.CALLBACK) {
            log.addToVisit("TaskSubmitted", withResource(task, TransitionLog.value("output", value)));
            draft.waitFor(waiting.withReturned());
        } else {
            succeeded(value);
        }
    }

    void succeeded(@Nullable Object result) {
        State.Task task = task();
        try {
            String text = Quotas.data(result, draft.visit().state());
            log.addToVisit(event(task, "Succeeded"), withResource(task, TransitionLog.text("output", text)));
            changes.exit(Way.of(task.common()), result, Collections.singletonMap("result", result));
        } catch (StateError e) {
            errors.stateFailed(e);
        }
    }

    void failed(@Nullable String error, @Nullable String cause) {
        if (StateError.TIMEOUT.equals(error)) {
            timedOut(StateError.TIMEOUT);
        } else {
            ended("Failed", new StateError(error == null ? "" : error, cause, null));
        }
    }

    /** A missing heartbeat is logged and handed on as States.Timeout; Retry and Catch may use either name. */
    void timedOut(String kind) {
        ended("TimedOut", new StateError(kind, null, null));
    }

    void heartbeat(Waiting.ForTask waiting) {
        draft.waitFor(waiting.withHeartbeatDue(due(waiting.heartbeatSeconds())));
    }

    private void ended(String how, StateError error) {
        State.Task task = task();
        Map<String, @Nullable Object> details = TransitionLog.error(error.shown(), error.errorCause());
        log.addToVisit(event(task, how), withResource(task, details));
        errors.handle(error);
    }

    private State.Task task() {
        if (draft.state() instanceof State.Task task) {
            return task;
        }
        throw new IllegalStateException("state `" + draft.visit().state() + "` is no Task");
    }

    private Call call(Resource resource, @Nullable Object arguments) {
        if (resource.kind() == Resource.Kind.FUNCTION) {
            return new Call(resource.text(), arguments);
        }
        Map<String, @Nullable Object> parameters = arguments instanceof Map<?, ?> map ? Json.object(map) : Map.of();
        if (!(parameters.get("FunctionName") instanceof String name)) {
            throw new StateError(
                    StateError.RUNTIME,
                    "The Arguments of the state '" + draft.visit().state() + "' have no FunctionName",
                    null);
        }
        return new Call(name, parameters.getOrDefault("Payload", Map.of()));
    }

    private static Map<String, @Nullable Object> scheduledDetails(Resource resource, String arguments) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (resource.kind() == Resource.Kind.FUNCTION) {
            details.putAll(TransitionLog.text("input", arguments));
            details.put("resource", resource.text());
        } else {
            details.put("parameters", arguments);
            details.put("region", "local");
            putResource(resource, details);
        }
        return details;
    }

    /** The events of functions that are a Resource themselves have names of their own. */
    private static String event(State.Task task, String what) {
        return (task.resource().kind() == Resource.Kind.FUNCTION ? "LambdaFunction" : "Task") + what;
    }

    /** The details with the resource, which events of functions that are a Resource themselves do not show. */
    private static Map<String, @Nullable Object> withResource(State.Task task, Map<String, @Nullable Object> details) {
        if (task.resource().kind() == Resource.Kind.FUNCTION) {
            return details;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(details);
        putResource(task.resource(), all);
        return all;
    }

    private static void putResource(Resource resource, Map<String, @Nullable Object> details) {
        details.put("resource", resource.kind() == Resource.Kind.CALLBACK ? "invoke.waitForTaskToken" : "invoke");
        details.put("resourceType", "lambda");
    }

    private static Map<String, @Nullable Object> lambdaAnswer(@Nullable Object payload) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("ExecutedVersion", "$LATEST");
        answer.put("Payload", payload);
        answer.put("StatusCode", 200L);
        return answer;
    }

    private static @Nullable Long seconds(@Nullable Template template, String location, Scope scope) {
        return template == null ? null : (Long) template.seconds(scope, location, 1);
    }

    private @Nullable Instant due(@Nullable Long seconds) {
        return seconds == null ? null : draft.now().plusSeconds(seconds);
    }

    private record Call(String function, @Nullable Object payload) {}
}
