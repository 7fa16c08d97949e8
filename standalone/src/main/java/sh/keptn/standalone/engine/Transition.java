package sh.keptn.standalone.engine;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.Snapshot.Outcome;
import sh.keptn.standalone.engine.Snapshot.Visit;
import sh.keptn.standalone.engine.Snapshot.Waiting;
import sh.keptn.standalone.engine.State.Resource;

/** One step of an execution while it is worked out: the snapshot in the making and the log entries so far. */
final class Transition {

    /** Step Functions, "Service quotas": input, output and each variable have at most 256 KiB of UTF-8. */
    static final int DATA_LIMIT = 256 * 1024;

    private static final long SECONDS_LIMIT = 99_999_999;
    private static final Map<String, Object> NOT_TRUNCATED = Map.of("truncated", false);

    private final Definition definition;
    private final Snapshot before;
    private final Instant now;
    private final Chance chance;
    private final List<HistoryEvent> events = new ArrayList<>();

    private Outcome outcome;
    private Map<String, @Nullable Object> variables;
    private long lastEvent;
    private long lastNumber;
    private int redrives;
    private @Nullable Instant redriven;
    private List<String> redriveTokens;
    private @Nullable Instant deadline;
    private @Nullable Visit visit;

    Transition(Definition definition, Snapshot before, Instant now, Chance chance) {
        this.definition = definition;
        this.before = before;
        this.now = now;
        this.chance = chance;
        this.outcome = before.outcome();
        this.variables = before.variables();
        this.lastEvent = before.lastEvent();
        this.lastNumber = before.lastNumber();
        this.redrives = before.redrives();
        this.redriven = before.redriven();
        this.redriveTokens = before.redriveTokens();
        this.deadline = before.deadline();
        this.visit = before.visit();
    }

    Step end() {
        Snapshot after = new Snapshot(
                before.reference(),
                before.machine(),
                before.name(),
                before.input(),
                before.started(),
                outcome,
                variables,
                lastEvent,
                lastNumber,
                redrives,
                redriven,
                redriveTokens,
                deadline,
                visit);
        return new Step(after, List.copyOf(events));
    }

    // What can happen

    void start() {
        log("ExecutionStarted", 0, data("input", text(before.input())));
        setDeadline();
        enter(definition.startAt(), before.input(), 0);
        proceed();
    }

    void returned(Waiting.ForTask task, Signal.Returned signal) {
        Resource resource = task().resource();
        Object value;
        try {
            Object plain = JsonValues.normal(signal.value());
            value = resource.kind() == Resource.Kind.FUNCTION || signal.whole() ? plain : lambdaAnswer(plain);
        } catch (IllegalArgumentException e) {
            taskFailed(StateError.RUNTIME, "the function returned what is no JSON: " + e.getMessage());
            return;
        }
        if (resource.kind() != Resource.Kind.CALLBACK) {
            taskSucceeded(value);
            return;
        }
        logVisit("TaskSubmitted", withResource(data("output", text(value))));
        visit = with(
                visit(),
                new Waiting.ForTask(
                        task.number(),
                        task.function(),
                        task.payload(),
                        task.token(),
                        true,
                        task.deadline(),
                        task.heartbeatSeconds(),
                        task.heartbeatDue()));
    }

    void taskSucceeded(@Nullable Object result) {
        State.Task state = task();
        try {
            String text = limited(result);
            if (state.resource().kind() == Resource.Kind.FUNCTION) {
                logVisit("LambdaFunctionSucceeded", data("output", text));
            } else {
                logVisit("TaskSucceeded", withResource(data("output", text)));
            }
            Map<String, @Nullable Object> more = Collections.singletonMap("result", result);
            exit(
                    state.common().assign(),
                    state.common().output(),
                    result,
                    more,
                    state.common().next());
        } catch (StateError e) {
            failed(e, null);
        }
        proceed();
    }

    void taskFailed(@Nullable String error, @Nullable String cause) {
        if (StateError.TIMEOUT.equals(error)) {
            taskTimedOut(StateError.TIMEOUT);
            return;
        }
        failed(new StateError(error == null ? "" : error, cause, null), ended("Failed"));
        proceed();
    }

    /** A missing heartbeat is logged and handed on as States.Timeout; Retry and Catch may use either name. */
    void taskTimedOut(String kind) {
        failed(new StateError(kind, null, null), ended("TimedOut"));
        proceed();
    }

    void heartbeat(Waiting.ForTask task) {
        Long seconds = task.heartbeatSeconds();
        visit = with(
                visit(),
                new Waiting.ForTask(
                        task.number(),
                        task.function(),
                        task.payload(),
                        task.token(),
                        task.returned(),
                        task.deadline(),
                        seconds,
                        seconds == null ? null : now.plusSeconds(seconds)));
    }

    void waited() {
        State state = definition.state(visit().state());
        try {
            exit(state.common(), visit().input());
        } catch (StateError e) {
            failed(e, null);
        }
        proceed();
    }

    void retry() {
        visit = with(visit(), null);
        proceed();
    }

    void stop(@Nullable String error, @Nullable String cause) {
        finish(ExecutionStatus.ABORTED, "ExecutionAborted", error, cause);
    }

    void timeOut() {
        finish(ExecutionStatus.TIMED_OUT, "ExecutionTimedOut", null, null);
    }

    /** Ends an execution whose log has room for one more event only. */
    void full() {
        finish(
                ExecutionStatus.FAILED,
                "ExecutionFailed",
                StateError.RUNTIME,
                "The execution reached the maximum number of history events (" + Interpreter.EVENT_LIMIT + ").");
    }

    /** Step Functions, "Redriving executions": a Task is scheduled again, other states are entered again. */
    void redrive(Visit stopped, List<String> tokens) {
        redrives++;
        redriven = now;
        redriveTokens = List.copyOf(tokens);
        outcome = Outcome.RUNNING;
        setDeadline();
        long event = log("ExecutionRedriven", lastEvent, Map.of("redriveCount", redrives));
        if (definition.state(stopped.state()) instanceof State.Task) {
            visit = new Visit(
                    stopped.state(),
                    stopped.input(),
                    stopped.entered(),
                    stopped.enteredEvent(),
                    stopped.beforeEntered(),
                    event,
                    List.of(),
                    null);
        } else {
            enter(stopped.state(), stopped.input(), event);
        }
        proceed();
    }

    // States

    private void proceed() {
        while (outcome.status() == ExecutionStatus.RUNNING && visit().waiting() == null) {
            try {
                execute(definition.state(visit().state()));
            } catch (StateError e) {
                failed(e, null);
            }
        }
    }

    private void execute(State state) {
        if (state instanceof State.Task task) {
            schedule(task);
        } else if (state instanceof State.Wait wait) {
            Instant until = until(wait);
            if (until.isAfter(now)) {
                visit = with(visit(), new Waiting.ForTime(++lastNumber, until));
            } else {
                exit(state.common(), visit().input());
            }
        } else if (state instanceof State.Choice choice) {
            choose(choice);
        } else if (state instanceof State.Fail fail) {
            Scope scope = scope(Map.of());
            String error = string(fail.error(), "Error", scope);
            String cause = string(fail.cause(), "Cause", scope);
            finish(ExecutionStatus.FAILED, "ExecutionFailed", error, cause);
        } else {
            exit(state.common(), visit().input());
        }
    }

    private void choose(State.Choice choice) {
        Scope scope = scope(Map.of());
        Object input = visit().input();
        for (int i = 0; i < choice.rules().size(); i++) {
            State.Rule rule = choice.rules().get(i);
            String location = "Choices[" + i + "]/Condition";
            if (expect(Boolean.class, "boolean", rule.condition(), location, scope)) {
                exit(rule.assign(), rule.output(), input, Map.of(), rule.next());
                return;
            }
        }
        if (choice.otherwise() == null) {
            // Differs from the ASL spec ("States.NoChoiceMatched"): this is what Step Functions does.
            throw new StateError(
                    StateError.RUNTIME,
                    "An error occurred while executing the state '" + visit().state() + "' (entered at the event id #"
                            + visit().enteredEvent()
                            + "). Failed to transition out of the state. The state does not point to a next state.",
                    null);
        }
        exit(choice.common().assign(), choice.common().output(), input, Map.of(), choice.otherwise());
    }

    private Instant until(State.Wait wait) {
        Scope scope = scope(Map.of());
        if (wait.seconds() != null) {
            return now.plusSeconds(seconds(wait.seconds(), "Seconds", 0, scope));
        }
        if (wait.timestamp() == null) {
            throw new IllegalStateException("a Wait state without Seconds and Timestamp");
        }
        String text = expect(String.class, "string", wait.timestamp(), "Timestamp", scope);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw scope.error(
                    "Timestamp",
                    "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                            + text);
        }
    }

    private void schedule(State.Task task) {
        boolean callback = task.resource().kind() == Resource.Kind.CALLBACK;
        String token = callback ? chance.tokens().apply(before.reference()) : null;
        Scope scope = scope(Map.of(), token);
        Object arguments =
                task.arguments() == null ? visit().input() : task.arguments().evaluate(scope, "Arguments");
        String text = limited(arguments);
        Long timeout =
                task.timeoutSeconds() == null ? null : seconds(task.timeoutSeconds(), "TimeoutSeconds", 1, scope);
        Long heartbeat =
                task.heartbeatSeconds() == null ? null : seconds(task.heartbeatSeconds(), "HeartbeatSeconds", 1, scope);

        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        String function;
        Object payload;
        if (task.resource().kind() == Resource.Kind.FUNCTION) {
            function = task.resource().text();
            payload = arguments;
            details.putAll(data("input", text));
            details.put("resource", function);
        } else {
            Map<String, @Nullable Object> parameters = arguments instanceof Map<?, ?> map ? Json.object(map) : Map.of();
            if (!(parameters.get("FunctionName") instanceof String name)) {
                throw new StateError(
                        StateError.RUNTIME,
                        "The Arguments of the state '" + visit().state() + "' have no FunctionName",
                        null);
            }
            function = name;
            payload = parameters.getOrDefault("Payload", Map.of());
            details.put("parameters", text);
            details.put("region", "local");
            details.putAll(withResource(Map.of()));
        }
        if (timeout != null) {
            details.put("timeoutInSeconds", timeout);
        }
        if (heartbeat != null) {
            details.put("heartbeatInSeconds", heartbeat);
        }
        if (task.credentials() != null
                && task.credentials().evaluate(scope, "Credentials") instanceof Map<?, ?> map
                && map.get("RoleArn") != null) {
            details.put("taskCredentials", Collections.singletonMap("roleArn", map.get("RoleArn")));
        }
        boolean plain = task.resource().kind() == Resource.Kind.FUNCTION;
        logVisit(plain ? "LambdaFunctionScheduled" : "TaskScheduled", details);
        logVisit(plain ? "LambdaFunctionStarted" : "TaskStarted", plain ? Map.of() : withResource(Map.of()));
        visit = with(
                visit(),
                new Waiting.ForTask(
                        ++lastNumber,
                        function,
                        payload,
                        token,
                        false,
                        timeout == null ? null : now.plusSeconds(timeout),
                        heartbeat,
                        heartbeat == null ? null : now.plusSeconds(heartbeat)));
    }

    // Errors

    /** Handles an error of the current state by its Retriers and Catchers; {@code eventType} null for evaluations. */
    private void failed(StateError error, @Nullable String eventType) {
        String shown = error.error().equals(StateError.HEARTBEAT_TIMEOUT) ? StateError.TIMEOUT : error.error();
        if (eventType != null) {
            Map<String, @Nullable Object> details = errorDetails(shown, error.errorCause());
            logVisit(eventType, eventType.startsWith("Lambda") ? details : withResource(details));
        } else if (error.location() != null) {
            logEvaluationFailed(error);
        }
        State state = definition.state(visit().state());
        if (state instanceof State.Task task && (retry(task, error) || handle(task, error, shown))) {
            return;
        }
        finish(ExecutionStatus.FAILED, "ExecutionFailed", shown, error.errorCause());
    }

    private boolean retry(State.Task task, StateError error) {
        List<Integer> attempts = new ArrayList<>(visit().attempts());
        while (attempts.size() < task.retriers().size()) {
            attempts.add(0);
        }
        for (int i = 0; i < task.retriers().size(); i++) {
            State.Retrier retrier = task.retriers().get(i);
            if (ErrorNames.match(retrier.errors(), error.error())) {
                int done = attempts.get(i);
                if (done >= retrier.maxAttempts()) {
                    return false;
                }
                attempts.set(i, done + 1);
                Visit old = visit();
                visit = new Visit(
                        old.state(),
                        old.input(),
                        old.entered(),
                        old.enteredEvent(),
                        old.beforeEntered(),
                        old.lastEvent(),
                        List.copyOf(attempts),
                        new Waiting.ForRetry(++lastNumber, now.plus(delay(retrier, done))));
                return true;
            }
        }
        return false;
    }

    /** ASL spec, "Retrying after error": IntervalSeconds, multiplied by BackoffRate each time, at most MaxDelaySeconds. */
    private Duration delay(State.Retrier retrier, int done) {
        double seconds = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), done);
        if (retrier.maxDelaySeconds() != null) {
            seconds = Math.min(seconds, retrier.maxDelaySeconds());
        }
        if (retrier.jitter()) {
            seconds *= chance.jitter().getAsDouble();
        }
        return Duration.ofMillis((long) (Math.min(seconds, SECONDS_LIMIT) * 1000));
    }

    private boolean handle(State.Task task, StateError error, String shown) {
        for (State.Catcher catcher : task.catchers()) {
            if (ErrorNames.match(catcher.errors(), error.error())) {
                Map<String, @Nullable Object> output = new LinkedHashMap<>();
                output.put("Error", shown);
                output.put("Cause", error.errorCause() == null ? "" : error.errorCause());
                try {
                    exit(catcher.assign(), catcher.output(), output, Map.of("errorOutput", output), catcher.next());
                } catch (StateError e) {
                    logEvaluationFailed(e);
                    finish(ExecutionStatus.FAILED, "ExecutionFailed", e.error(), e.errorCause());
                }
                return true;
            }
        }
        return false;
    }

    private void finish(ExecutionStatus status, String event, @Nullable String error, @Nullable String cause) {
        log(event, status == ExecutionStatus.FAILED ? visit().lastEvent() : lastEvent, errorDetails(error, cause));
        outcome = new Outcome(status, now, null, error, cause);
        visit = with(visit(), null);
        deadline = null;
    }

    // Entering and leaving

    private void enter(String name, @Nullable Object input, long previous) {
        State state = definition.state(name);
        Map<String, @Nullable Object> details = new LinkedHashMap<>(data("input", text(input)));
        details.put("name", name);
        long event = log(state.type() + "StateEntered", previous, details);
        visit = new Visit(name, input, now, event, previous, event, List.of(), null);
    }

    private void exit(State.Common common, @Nullable Object result) {
        exit(common.assign(), common.output(), result, Map.of(), common.next());
    }

    /**
     * Leaves the current state. Assign and Output see the variables as they were (Step Functions, "Passing data between
     * states with variables").
     */
    private void exit(
            @Nullable Template assign,
            @Nullable Template output,
            @Nullable Object result,
            Map<String, ? extends @Nullable Object> more,
            @Nullable String next) {
        Scope scope = scope(more);
        Map<String, @Nullable Object> assigned =
                assign != null && assign.evaluate(scope, "Assign") instanceof Map<?, ?> map
                        ? Json.object(map)
                        : Map.of();
        Object value = output == null ? result : output.evaluate(scope, "Output");
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("name", visit().state());
        details.putAll(data("output", limited(value)));
        if (!assigned.isEmpty()) {
            Map<String, @Nullable Object> texts = new LinkedHashMap<>();
            assigned.forEach((name, each) -> texts.put(name, limited(each)));
            details.put("assignedVariables", texts);
            details.put("assignedVariablesDetails", NOT_TRUNCATED);
            Map<String, @Nullable Object> all = new LinkedHashMap<>(variables);
            all.putAll(assigned);
            variables = all;
        }
        logVisit(definition.state(visit().state()).type() + "StateExited", details);
        long exited = visit().lastEvent();
        if (next != null) {
            enter(next, value, exited);
        } else {
            log("ExecutionSucceeded", exited, data("output", text(value)));
            outcome = new Outcome(ExecutionStatus.SUCCEEDED, now, value, null, null);
            visit = null;
            deadline = null;
        }
    }

    // Values

    private Scope scope(Map<String, ? extends @Nullable Object> more) {
        return scope(more, null);
    }

    private Scope scope(Map<String, ? extends @Nullable Object> more, @Nullable String token) {
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        states.put("input", visit().input());
        states.putAll(more);
        states.put("context", context(token));
        Map<String, @Nullable Object> bindings = new LinkedHashMap<>(variables);
        bindings.put("states", states);
        return new Scope(visit().state(), visit().enteredEvent(), bindings);
    }

    /** Step Functions, "Accessing execution data from the Context object". */
    private Map<String, @Nullable Object> context(@Nullable String token) {
        Map<String, @Nullable Object> execution = new LinkedHashMap<>();
        execution.put("Id", before.reference());
        execution.put("Input", before.input());
        execution.put("Name", before.name());
        execution.put("StartTime", before.started().toString());
        if (redriven != null) {
            execution.put("RedriveCount", (long) redrives);
            execution.put("RedriveTime", redriven.toString());
        }
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put("EnteredTime", visit().entered().toString());
        state.put("Name", visit().state());
        state.put("RetryCount", (long) visit().retries());
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("Execution", execution);
        context.put("State", state);
        context.put("StateMachine", Map.of("Id", before.machine(), "Name", definition.name()));
        if (token != null) {
            context.put("Task", Map.of("Token", token));
        }
        return context;
    }

    private static <T> T expect(Class<T> type, String name, Template template, String location, Scope scope) {
        Object value = template.evaluate(scope, location);
        if (!type.isInstance(value)) {
            throw scope.error(
                    location,
                    "The JSONata expression '" + template.source() + "' specified for the field '" + location
                            + "' returned an unexpected result type. Expected '" + name + "', but was '"
                            + JsonValues.type(value) + "' for value: " + Json.write(value));
        }
        return type.cast(value);
    }

    private static @Nullable String string(@Nullable Template template, String location, Scope scope) {
        return template == null ? null : expect(String.class, "string", template, location, scope);
    }

    private static long seconds(Template template, String location, long least, Scope scope) {
        Number number = expect(Number.class, "number", template, location, scope);
        if (number instanceof Long value && value >= least && value <= SECONDS_LIMIT) {
            return value;
        }
        throw scope.error(
                location,
                "The field '" + location + "' must be an integer from " + least + " to " + SECONDS_LIMIT + ", but was "
                        + Json.write(number));
    }

    private String limited(@Nullable Object value) {
        String text = text(value);
        if (text.length() > DATA_LIMIT / 3 && text.getBytes(StandardCharsets.UTF_8).length > DATA_LIMIT) {
            throw new StateError(
                    StateError.DATA_LIMIT,
                    "The state/task '" + visit().state()
                            + "' returned a result with a size exceeding the maximum number of bytes service limit.",
                    null);
        }
        return text;
    }

    private static Map<String, @Nullable Object> lambdaAnswer(@Nullable Object payload) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("ExecutedVersion", "$LATEST");
        answer.put("Payload", payload);
        answer.put("StatusCode", 200L);
        return answer;
    }

    private static String text(@Nullable Object value) {
        return Json.write(value);
    }

    private State.Task task() {
        if (definition.state(visit().state()) instanceof State.Task task) {
            return task;
        }
        throw new IllegalStateException("state `" + visit().state() + "` is no Task");
    }

    private Visit visit() {
        if (visit == null) {
            throw new IllegalStateException("execution " + before.reference() + " is in no state");
        }
        return visit;
    }

    private static Visit with(Visit visit, @Nullable Waiting waiting) {
        return new Visit(
                visit.state(),
                visit.input(),
                visit.entered(),
                visit.enteredEvent(),
                visit.beforeEntered(),
                visit.lastEvent(),
                visit.attempts(),
                waiting);
    }

    private void setDeadline() {
        Long seconds = definition.timeoutSeconds();
        deadline = seconds == null ? null : now.plusSeconds(seconds);
    }

    // The log

    private long log(String type, long previous, Map<String, @Nullable Object> details) {
        if (lastEvent >= Interpreter.EVENT_LIMIT - 1 && !type.startsWith("Execution")) {
            throw new HistoryFull();
        }
        events.add(new HistoryEvent(++lastEvent, previous, type, now, details));
        return lastEvent;
    }

    /** Logs an event of the current state. */
    private void logVisit(String type, Map<String, @Nullable Object> details) {
        Visit old = visit();
        long event = log(type, old.lastEvent(), details);
        visit = new Visit(
                old.state(),
                old.input(),
                old.entered(),
                old.enteredEvent(),
                old.beforeEntered(),
                event,
                old.attempts(),
                old.waiting());
    }

    /**
     * As recorded: where the state has done nothing yet, the event before its entry counts as the previous one, but for
     * Wait states.
     */
    private void logEvaluationFailed(StateError error) {
        Map<String, @Nullable Object> details = errorDetails(error.error(), error.errorCause());
        details.put("location", error.location());
        details.put("state", visit().state());
        Visit old = visit();
        boolean begun = old.lastEvent() != old.enteredEvent() || definition.state(old.state()) instanceof State.Wait;
        long previous = begun ? old.lastEvent() : old.beforeEntered();
        long event = log("EvaluationFailed", previous, details);
        visit = new Visit(
                old.state(),
                old.input(),
                old.entered(),
                old.enteredEvent(),
                old.beforeEntered(),
                event,
                old.attempts(),
                old.waiting());
    }

    private String ended(String how) {
        return (task().resource().kind() == Resource.Kind.FUNCTION ? "LambdaFunction" : "Task") + how;
    }

    private Map<String, @Nullable Object> withResource(Map<String, @Nullable Object> details) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(details);
        all.put("resource", task().resource().kind() == Resource.Kind.CALLBACK ? "invoke.waitForTaskToken" : "invoke");
        all.put("resourceType", "lambda");
        return all;
    }

    private static Map<String, @Nullable Object> data(String name, String text) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put(name, text);
        details.put(name + "Details", NOT_TRUNCATED);
        return details;
    }

    private static Map<String, @Nullable Object> errorDetails(@Nullable String error, @Nullable String cause) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (error != null && !error.isEmpty()) {
            details.put("error", error);
        }
        if (cause != null) {
            details.put("cause", cause);
        }
        return details;
    }

    /** The log has no room for what comes next. */
    static final class HistoryFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HistoryFull() {
            super("history full", null, false, false);
        }
    }
}
