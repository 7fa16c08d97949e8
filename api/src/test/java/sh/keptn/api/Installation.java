package sh.keptn.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.access.Access;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.InMemoryStore;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** An API over a control plane whose state machines and bus only write down what they are asked. */
final class Installation {

    static final String PROJECT = "sockshop";
    static final String CONTEXT = "6a3a5d9e-0000-4000-8000-000000000001";
    static final String URL = "https://api.example";

    /** May do everything. */
    static final String ADMIN = "token-of-admin-0123456789";

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.2
            kind: Shipyard
            metadata: {name: shipyard-sockshop}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks:
                  - name: approval
                  - name: test
                  - name: check
            """;

    private static final String UNIFORM = """
            kind: Uniform
            spec:
              services:
              - name: jmeter
                external: true
                events: [test.triggered, check.triggered]
              - name: zap
                external: true
                events: [check.triggered]
            """;

    final InMemoryStore store = new InMemoryStore();
    final List<BusEvent> bus = new ArrayList<>();
    final List<String> machines = new ArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    String secret = "{\"bootstrap\": \"" + ADMIN + "\", \"tokens\": []}";
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final AtomicInteger ids = new AtomicInteger();
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final RecordingMachines recording = new RecordingMachines();

    final ControlPlane controlPlane = new ControlPlane(store, bus::add, recording, new UniformMatcher(false), clock);
    final Api api = new Api(
            new Access(name -> Optional.of(secret), "tokens"),
            Routes.of(
                    controlPlane,
                    new Links(store),
                    URL,
                    opened::incrementAndGet,
                    () -> "00000000-0000-4000-8000-" + String.format("%012d", ids.incrementAndGet()),
                    clock));

    Installation() {
        controlPlane.publish(
                Translator.translate(
                                PROJECT,
                                new SourceFile("shipyard.yaml", SHIPYARD),
                                new SourceFile("uniform.yaml", UNIFORM))
                        .value()
                        .orElseThrow(),
                Map.of());
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    /** Sends a request as the administrator. */
    ApiResponse send(String method, String path, String contentType, String body) {
        return send(method, path, Map.of("Content-Type", contentType, "x-token", ADMIN), body);
    }

    ApiResponse send(String method, String path, Map<String, String> headers, String body) {
        return api.handle(new ApiRequest(method, path, headers, body)).response();
    }

    /** Triggers dev.delivery and lets its machine ask for a task; returns the id of the event that asks. */
    String asked(String task) {
        send("POST", "/api/v1/event", "application/json", trigger());
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("token", "token-" + task);
        payload.put("sequence", recording.sequence);
        payload.put("execution", "execution:" + recording.name);
        payload.put("state", task);
        payload.put("task", Map.of("name", task, "timeoutSeconds", 3600L, "properties", Map.of()));
        controlPlane.dispatchTask(payload);
        return bus.get(bus.size() - 1).event().id();
    }

    static String trigger() {
        return """
                {"type": "sh.keptn.event.dev.delivery.triggered", "source": "https://ci.example", "specversion": "1.0",
                 "shkeptncontext": "%s", "data": {"project": "sockshop", "stage": "dev", "service": "carts",
                 "labels": {"build": "<7>"}, "configurationChange": {"values": {"image": "docker.io/carts:0.13.1"}}}}""".formatted(CONTEXT);
    }

    /** The log of the context, as {@code type from source result: message}. */
    List<String> log() {
        return controlPlane.log().after(PROJECT, CONTEXT, 0).stream()
                .map(EventLog.Entry::event)
                .map(event -> event.type().substring("sh.keptn.event.".length()) + " from " + event.source()
                        + (event.dataText("result") == null ? "" : " " + event.dataText("result"))
                        + (event.dataText("message") == null ? "" : ": " + event.dataText("message")))
                .toList();
    }

    private final class RecordingMachines implements StateMachines {
        private String sequence = "";
        private String name = "";

        @Override
        public String publish(String machine, String hash, String definition) {
            return machine;
        }

        @Override
        public String start(String machineVersion, String executionName, String input) {
            sequence = String.valueOf(Json.parseObject(input).get("sequence"));
            name = executionName;
            machines.add("start");
            return "execution:" + executionName;
        }

        @Override
        public TokenAnswer succeed(String token, String output) {
            machines.add("succeed " + token + " " + output);
            return TokenAnswer.TAKEN;
        }

        @Override
        public TokenAnswer fail(String token, String error, String cause) {
            machines.add("fail " + token + " " + error);
            return TokenAnswer.TAKEN;
        }

        @Override
        public void stop(String execution, String error, String cause) {
            machines.add("stop");
        }

        @Override
        public boolean redrive(String execution, String clientToken) {
            return false;
        }
    }
}
