package sh.keptn.lambda.services;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.RestrictedStore;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.Log;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.monitoring.MonitoringSystems;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** A control plane that asks for tasks, and the function that does them; the test is the bus between the two. */
final class Installation {

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
              - name: %s
                properties: {pass: manual, warning: manual}
        """;

    private static final String UNIFORM = """
        kind: Uniform
        spec:
          services:
          - name: hook
            hook: http://127.0.0.1:%1$d/test
            allow: ["127.0.0.1:%1$d"]
            events: [test.triggered]
          - name: pipeline
            hook: "http://127.0.0.1:%1$d/start?callback={{links.finish}}"
            allow: ["127.0.0.1:%1$d"]
            events: [build.triggered]
          - name: metrics
            hook: http://127.0.0.1:%1$d/values
            allow: ["127.0.0.1:%1$d"]
            events: [get-sli.triggered]
          - name: outside
            external: true
            events: [test.triggered]
          - name: monitoring
            external: true
            events: [get-sli.triggered]
          - name: reporting
            hook: "http://127.0.0.1:%1$d/values?callback={{links.finish}}"
            allow: ["127.0.0.1:%1$d"]
            events: [get-sli.triggered]
          - name: script
            command: [./deploy.sh]
            events: [deployment.triggered]
          - name: tester
            builtin: test
            allow: ["127.0.0.1:%1$d"]
            events: [probe.triggered]
          - name: release
            builtin: release
            events: [release.triggered]
        """;

    /** What the role of {@code taskService} may read and write, see {@code functions/README.md}. */
    private static final List<String> READ = List.of("configuration#", "context#", "data#", "plan#", "work#");

    private static final List<String> QUERIED = List.of("evaluations#");

    private static final List<String> WRITTEN = List.of("link#", "work#");

    /** What the control plane has put, and what the function has. */
    final List<BusEvent> bus = new ArrayList<>();

    private final Store store;
    private final int port;
    private final Clock clock;
    private final ServiceFunctions functions;

    Installation(Store store, int port, Clock clock) {
        this.store = store;
        this.port = port;
        this.clock = clock;
        this.functions = new ServiceFunctions(
                new RestrictedStore(store, READ, QUERIED, WRITTEN),
                bus::add,
                Resolver.system(),
                "https://api.example/api/links/",
                new MonitoringSystems(secret -> Optional.empty(), Resolver.system(), Map.of(), clock),
                clock);
    }

    /** Gives the control plane what the function has put, as the rules would; returns what it puts then, as a rule hands it over. */
    List<Map<String, @Nullable Object>> received(KeptnEvent event, String sender) {
        return put(controlPlane -> controlPlane.receive(event, sender));
    }

    /** Lets the control plane do what is due; returns what it puts then. */
    List<Map<String, @Nullable Object>> swept() {
        return put(ControlPlane::sweep);
    }

    private List<Map<String, @Nullable Object>> put(Consumer<ControlPlane> work) {
        List<BusEvent> put = new ArrayList<>();
        work.accept(new ControlPlane(store, put::add, new SilentMachines(), new UniformMatcher(false), clock));
        return put.stream().map(this::delivered).toList();
    }

    /** Runs a sequence up to its only task and returns the event that asks for it, as a rule hands it over. */
    Map<String, @Nullable Object> asked(String task) {
        return asked(task, Map.of());
    }

    /** The same for a sequence that was triggered with data. */
    Map<String, @Nullable Object> asked(String task, Map<String, @Nullable Object> data) {
        List<BusEvent> put = new ArrayList<>();
        SilentMachines machines = new SilentMachines();
        ControlPlane controlPlane = new ControlPlane(store, put::add, machines, new UniformMatcher(false), clock);
        controlPlane.publish(plan(task), Map.of());
        controlPlane.trigger(new Trigger(
                "trigger-1", "test", "sockshop", "dev", "delivery", List.of("carts"), "context-1", data, null));
        int before = put.size();
        controlPlane.dispatchTask(Map.of(
                "token",
                "token-1",
                "sequence",
                machines.sequence,
                "execution",
                "execution:" + machines.name,
                "state",
                task,
                "task",
                Map.of("name", task, "timeoutSeconds", 3600L, "properties", Map.of())));
        if (put.size() == before) {
            throw new IllegalStateException("no task was asked for: " + put);
        }
        return delivered(put.get(put.size() - 1));
    }

    private Map<String, @Nullable Object> delivered(BusEvent event) {
        Map<String, @Nullable Object> delivered = new LinkedHashMap<>(event.toJson());
        delivered.put("account", "111122223333");
        delivered.put("time", clock.instant().toString());
        return Json.parseObject(Json.write(delivered));
    }

    private Plan plan(String task) {
        return Translator.translate(
                        "sockshop",
                        new SourceFile("shipyard.yaml", SHIPYARD.formatted(task)),
                        new SourceFile("uniform.yaml", UNIFORM.formatted(port)))
                .value()
                .orElseThrow();
    }

    @Nullable
    Object invoke(String function, Map<String, @Nullable Object> payload, String requestId) {
        return invoke(function, payload, requestId, Duration.ofMinutes(15));
    }

    /** @param left how long the function may run */
    @Nullable
    Object invoke(String function, Map<String, @Nullable Object> payload, String requestId, Duration left) {
        return functions
                .function(function)
                .apply(
                        payload,
                        new Invocation(
                                requestId,
                                "arn:aws:lambda:eu-central-1:111122223333:function:keptn-taskService:live",
                                () -> left,
                                new Log(line -> {}, function, requestId)));
    }

    /** What was answered, as {@code type from source: message}. */
    List<String> answers() {
        return bus.stream()
                .map(BusEvent::event)
                .map(event -> event.type().substring("sh.keptn.event.".length()) + " from " + event.source() + ": "
                        + (event.dataText("result") == null ? "" : event.dataText("result") + " ")
                        + (event.dataText("message") == null ? "" : event.dataText("message")))
                .toList();
    }

    /** Starts executions in name only. */
    private static final class SilentMachines implements StateMachines {
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
            return "execution:" + executionName;
        }

        @Override
        public TokenAnswer succeed(String token, String output) {
            return TokenAnswer.TAKEN;
        }

        @Override
        public TokenAnswer fail(String token, String error, String cause) {
            return TokenAnswer.TAKEN;
        }

        @Override
        public void stop(String execution, String error, String cause) {}

        @Override
        public boolean redrive(String execution, String clientToken) {
            return false;
        }
    }
}
