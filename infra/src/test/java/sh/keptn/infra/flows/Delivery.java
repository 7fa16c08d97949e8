package sh.keptn.infra.flows;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** A context in an installation that is waited for, and that is controlled from outside as well. */
final class Delivery extends Conversation {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** Of services that answer few questions a second. */
    private static final Duration LOOK_LATER = Duration.ofMillis(500);

    /** After this long, an event that nothing came of is put once more. */
    private static final Duration PUT_AGAIN = Duration.ofSeconds(45);

    private final Installation installation;

    Delivery(Installation installation, String project) {
        super(installation, project, "carts");
        this.installation = installation;
    }

    /**
     * Asks for a sequence as another system does, and once more while nothing comes of it: "When you initially enable an event
     * rule, matching might not start immediately" (PutRule). The event is the same, which starts one sequence.
     */
    void start(String stage, String sequence) {
        int left = (int) Account.PATIENCE.dividedBy(PUT_AGAIN);
        do {
            trigger(stage, sequence);
            left--;
        } while (left > 0
                && look(this::log, log -> !log.isEmpty(), PUT_AGAIN, LOOK_AGAIN).isEmpty());
    }

    /**
     * Asks for a sequence by the HTTP API, always by the same CloudEvent.
     *
     * @param headers that say who asks, names and values by turns
     */
    HttpResponse<String> post(String stage, String sequence, String... headers) {
        Trigger trigger = triggerOf(stage, sequence);
        Map<String, @Nullable Object> data = new LinkedHashMap<>(trigger.data());
        data.put("stage", stage);
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", trigger.id());
        event.put("source", "https://ci.example.com");
        event.put("type", new EventType.Sequence(stage, sequence, EventType.TRIGGERED).text());
        event.put("shkeptncontext", context());
        event.put("data", data);
        return post(event, headers);
    }

    private HttpResponse<String> post(Map<String, @Nullable Object> event, String... headers) {
        List<String> all = new ArrayList<>(List.of("content-type", "application/cloudevents+json"));
        all.addAll(List.of(headers));
        return installation.api().ask("/api/v1/event", Json.write(event), all.toArray(new String[0]));
    }

    /** Finishes a task by the HTTP API, as Keptn's users do. */
    HttpResponse<String> finish(KeptnEvent triggered, Map<String, ?> data) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", "finished-" + triggered.id());
        event.put("source", "https://bridge.example.com");
        event.put("type", triggered.type().replace(EventType.TRIGGERED, EventType.FINISHED));
        event.put("triggeredid", triggered.id());
        event.put("shkeptncontext", context());
        event.put("data", data);
        return post(event, "x-token", installation.token());
    }

    /** A link that answers a task. */
    String link(KeptnEvent triggered, String verb) {
        HttpResponse<String> response = installation
                .api()
                .ask(
                        "/api/v1/links",
                        Json.write(Map.of("triggeredid", triggered.id(), "verb", verb)),
                        "content-type",
                        "application/json",
                        "x-token",
                        installation.token());
        return String.valueOf(Json.parseObject(response.body()).get("url"));
    }

    /** Does a task as the task service {@code runner}. */
    void perform(KeptnEvent triggered, Map<String, ?> data) {
        leave(triggered);
        answer(triggered, RUNNER, EventType.STARTED, Map.of());
        await("start of " + triggered.type(), this::log, log -> isStarted(triggered));
        answer(triggered, RUNNER, EventType.FINISHED, data);
    }

    /** Does what {@code keptn sequence} does. */
    Map<String, @Nullable Object> control(String operation) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("operation", operation);
        request.put("project", project());
        request.put("context", context());
        return installation.functions().invoke("control", request);
    }

    /** The first event of a type such as {@code test.triggered} that there is, or that comes. */
    KeptnEvent await(String type) {
        return await(type, 1);
    }

    /** The n-th event of a type. */
    KeptnEvent await(String type, int number) {
        await(number + " of " + type, this::log, log -> find(type, number).isPresent());
        return find(type, number).orElseThrow();
    }

    private Optional<KeptnEvent> find(String type, int number) {
        return log().stream()
                .filter(event -> event.type().equals(EventType.PREFIX + type))
                .skip(number - 1L)
                .findFirst();
    }

    /**
     * Answers every task as the task service {@code runner} until an event of a type comes.
     *
     * @param script the data of the answer to a {@code .triggered} event, empty for tasks that others answer
     */
    void run(Function<KeptnEvent, Optional<Map<String, ?>>> script, String until) {
        await(until, this::log, log -> {
            answerWhatIsNew(script);
            return find(until, 1).isPresent();
        });
    }

    /** Waits until a task is held because the context is paused. */
    void awaitHeld() {
        await("task that is held", () -> control("status").toString(), status -> status.contains("state=held"));
    }

    /** Waits until the executions of the project are as expected, and returns them. */
    List<String> executions(Predicate<List<String>> expected) {
        return await("executions as expected", () -> installation.executions().of(project()), expected, LOOK_LATER);
    }

    /** Stops what runs, as somebody does in the console. */
    void stopExecutions() {
        executions(found -> found.toString().contains(" RUNNING"));
        installation.executions().stop(project());
    }

    private <T> T await(String what, Supplier<T> look, Predicate<T> comes) {
        return await(what, look, comes, LOOK_AGAIN);
    }

    private <T> T await(String what, Supplier<T> look, Predicate<T> comes, Duration interval) {
        return look(look, comes, Account.PATIENCE, interval)
                .orElseThrow(() ->
                        new AssertionError("no " + what + ", but " + look.get() + "; the log is " + Lines.of(log())));
    }

    /** What is seen when it is as it shall be; empty if it is not in time. */
    private static <T> Optional<T> look(Supplier<T> look, Predicate<T> comes, Duration time, Duration interval) {
        long end = System.nanoTime() + time.toNanos();
        T found = look.get();
        while (!comes.test(found)) {
            if (System.nanoTime() > end) {
                return Optional.empty();
            }
            LockSupport.parkNanos(interval.toNanos());
            found = look.get();
        }
        return Optional.of(found);
    }
}
