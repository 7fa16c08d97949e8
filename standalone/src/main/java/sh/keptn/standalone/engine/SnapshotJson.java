package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.Snapshot.Outcome;
import sh.keptn.standalone.engine.Snapshot.Visit;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/** Snapshots to and from the text that is stored. */
final class SnapshotJson {

    private SnapshotJson() {}

    static String write(Snapshot snapshot) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("reference", snapshot.reference());
        json.put("machine", snapshot.machine());
        json.put("name", snapshot.name());
        json.put("input", snapshot.input());
        json.put("started", snapshot.started().toString());
        Outcome outcome = snapshot.outcome();
        json.put("status", outcome.status().name());
        json.put("stopped", text(outcome.stopped()));
        json.put("output", outcome.output());
        json.put("error", outcome.error());
        json.put("cause", outcome.cause());
        json.put("lastEvent", snapshot.lastEvent());
        json.put("lastNumber", snapshot.lastNumber());
        json.put("redrives", snapshot.redrives());
        json.put("redriven", text(snapshot.redriven()));
        json.put("redriveTokens", snapshot.redriveTokens());
        json.put("deadline", text(snapshot.deadline()));
        json.put(
                "branches",
                snapshot.branches().stream().map(SnapshotJson::branch).toList());
        return Json.write(json);
    }

    static Snapshot read(String text) {
        Map<String, @Nullable Object> json = Json.parseObject(text);
        return new Snapshot(
                required(json, "reference"),
                required(json, "machine"),
                required(json, "name"),
                json.get("input"),
                Instant.parse(required(json, "started")),
                new Outcome(
                        ExecutionStatus.valueOf(required(json, "status")),
                        instant(json, "stopped"),
                        json.get("output"),
                        Json.text(json, "error"),
                        Json.text(json, "cause")),
                number(json, "lastEvent"),
                number(json, "lastNumber"),
                (int) number(json, "redrives"),
                instant(json, "redriven"),
                list(json, "redriveTokens").stream().map(String::valueOf).toList(),
                instant(json, "deadline"),
                list(json, "branches").stream()
                        .map(each -> branch(Json.object((Map<?, ?>) each)))
                        .toList());
    }

    private static Map<String, @Nullable Object> branch(Branch branch) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", branch.id());
        json.put("parent", branch.parent());
        json.put("index", branch.index());
        json.put("item", branch.item());
        json.put("variables", branch.variables());
        if (branch.visit() != null) {
            json.put("visit", visit(branch.visit()));
        }
        json.put("ended", branch.hasEnded());
        json.put("output", branch.output());
        return json;
    }

    private static Branch branch(Map<String, @Nullable Object> json) {
        return new Branch(
                number(json, "id"),
                number(json, "parent"),
                (int) number(json, "index"),
                json.get("item"),
                Json.child(json, "variables"),
                json.containsKey("visit") ? visit(Json.child(json, "visit")) : null,
                Boolean.TRUE.equals(json.get("ended")),
                json.get("output"));
    }

    private static Map<String, @Nullable Object> visit(Visit visit) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", visit.state());
        json.put("input", visit.input());
        json.put("entered", visit.entered().toString());
        json.put("enteredEvent", visit.enteredEvent());
        json.put("beforeEntered", visit.beforeEntered());
        json.put("lastEvent", visit.lastEvent());
        json.put("attempts", visit.attempts());
        Waiting waiting = visit.waiting();
        if (waiting instanceof Waiting.ForTask task) {
            json.put("task", task(task));
        } else if (waiting instanceof Waiting.ForTime time) {
            json.put("time", Map.of("number", time.number(), "due", time.due().toString()));
        } else if (waiting instanceof Waiting.ForRetry retry) {
            json.put(
                    "retry", Map.of("number", retry.number(), "due", retry.due().toString()));
        } else if (waiting instanceof Waiting.ForBranches branches) {
            json.put("branches", Map.of("number", branches.number(), "atOnce", branches.atOnce()));
        }
        return json;
    }

    private static Visit visit(Map<String, @Nullable Object> json) {
        return new Visit(
                required(json, "state"),
                json.get("input"),
                Instant.parse(required(json, "entered")),
                number(json, "enteredEvent"),
                number(json, "beforeEntered"),
                number(json, "lastEvent"),
                list(json, "attempts").stream()
                        .map(each -> Integer.valueOf(String.valueOf(each)))
                        .toList(),
                waiting(json));
    }

    private static @Nullable Waiting waiting(Map<String, @Nullable Object> json) {
        if (json.containsKey("task")) {
            return task(Json.child(json, "task"));
        }
        if (json.containsKey("time")) {
            Map<String, @Nullable Object> time = Json.child(json, "time");
            return new Waiting.ForTime(number(time, "number"), Instant.parse(required(time, "due")));
        }
        if (json.containsKey("retry")) {
            Map<String, @Nullable Object> retry = Json.child(json, "retry");
            return new Waiting.ForRetry(number(retry, "number"), Instant.parse(required(retry, "due")));
        }
        if (json.containsKey("branches")) {
            Map<String, @Nullable Object> branches = Json.child(json, "branches");
            return new Waiting.ForBranches(number(branches, "number"), (int) number(branches, "atOnce"));
        }
        return null;
    }

    private static Map<String, @Nullable Object> task(Waiting.ForTask task) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("number", task.number());
        json.put("function", task.function());
        json.put("payload", task.payload());
        json.put("token", task.token());
        json.put("returned", task.returned());
        json.put("deadline", text(task.deadline()));
        json.put("heartbeatSeconds", task.heartbeatSeconds());
        json.put("heartbeatDue", text(task.heartbeatDue()));
        return json;
    }

    private static Waiting.ForTask task(Map<String, @Nullable Object> json) {
        return new Waiting.ForTask(
                number(json, "number"),
                required(json, "function"),
                json.get("payload"),
                Json.text(json, "token"),
                Boolean.TRUE.equals(json.get("returned")),
                instant(json, "deadline"),
                json.get("heartbeatSeconds") instanceof Number seconds ? (Long) seconds.longValue() : null,
                instant(json, "heartbeatDue"));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(Map<String, @Nullable Object> json, String key) {
        String text = Json.text(json, key);
        return text == null ? null : Instant.parse(text);
    }

    private static String required(Map<String, @Nullable Object> json, String key) {
        String text = Json.text(json, key);
        if (text == null) {
            throw new IllegalStateException("a stored execution has no " + key);
        }
        return text;
    }

    private static long number(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof Number number ? number.longValue() : 0;
    }

    private static List<?> list(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof List<?> list ? list : List.of();
    }
}
