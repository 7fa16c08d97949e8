package sh.keptn.lambda.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.InMemoryStore;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.BusEvent;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.Log;
import sh.keptn.lambda.sweep.SweepRule;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * An account with the functions in it, whose bus and state machines only write down what they are asked to do. The test plays
 * everything that invokes functions.
 */
final class Account {

    static final String PROJECT = "sockshop";
    static final String CONTEXT = "6a3a5d9e-0000-4000-8000-000000000001";

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
                  - name: test
                    properties: {teststrategy: functional}
              - name: production
                sequences:
                - name: delivery
                  triggeredOn:
                  - event: dev.delivery.finished
                  tasks:
                  - name: test
            """;

    private static final String UNIFORM = """
            kind: Uniform
            spec:
              services:
              - name: jmeter
                external: true
                events: [test.triggered]
              - name: gate
                builtin: evaluation
                events: [evaluation.triggered]
              - name: metrics
                external: true
                events: [get-sli.triggered]
            """;

    final InMemoryStore store = new InMemoryStore();
    final List<BusEvent> bus = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<String> rule = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    boolean busIsDown;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final ControlPlane controlPlane =
            new ControlPlane(store, new RecordingBus(), new RecordingMachines(), new UniformMatcher(false), clock);
    private final ControlFunctions functions = new ControlFunctions(controlPlane, store, new RecordingRule(), clock);

    Account() {
        controlPlane.publish(plan(), Map.of());
    }

    /** State machines that are published under their names and nowhere else. */
    static StateMachines namingMachines() {
        return new Account().new RecordingMachines();
    }

    static Plan plan() {
        return Translator.translate(
                        PROJECT, new SourceFile("shipyard.yaml", SHIPYARD), new SourceFile("uniform.yaml", UNIFORM))
                .value()
                .orElseThrow();
    }

    /** Invokes a function with fifteen minutes. */
    @Nullable
    Object invoke(String function, Map<String, @Nullable Object> payload) {
        return invoke(function, payload, Duration.ofMinutes(15));
    }

    @Nullable
    Object invoke(String function, Map<String, @Nullable Object> payload, Duration timeLeft) {
        Invocation invocation = new Invocation(
                "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
                "arn:aws:lambda:eu-central-1:111122223333:function:keptn-" + function + ":live",
                () -> timeLeft,
                new Log(log::add, function, "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"));
        return functions.function(function).apply(payload, invocation);
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    /** The events of a kind that the control plane has put. */
    List<BusEvent> put(String kind) {
        return bus.stream()
                .filter(event -> kind.equals(event.stamp().get("kind")))
                .toList();
    }

    /** The event as a rule hands it to its target. */
    Map<String, @Nullable Object> delivered(BusEvent event) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(event.toJson());
        json.put("id", "ea54d3ae-5d4b-4f2b-b3b5-0000000000" + (10 + bus.indexOf(event)));
        json.put("account", "111122223333");
        json.put("time", now.toString());
        json.put("region", "eu-central-1");
        json.put("resources", List.of());
        return json;
    }

    /** The log of the context, as {@code type result}. */
    List<String> events() {
        return logged().stream()
                .map(event -> event.type().substring("sh.keptn.event.".length())
                        + (event.dataText("result") == null ? "" : " " + event.dataText("result")))
                .toList();
    }

    List<KeptnEvent> logged() {
        return controlPlane.log().after(PROJECT, CONTEXT, 0).stream()
                .map(EventLog.Entry::event)
                .toList();
    }

    private final class RecordingBus implements EventBus {
        @Override
        public void put(BusEvent event) {
            if (busIsDown) {
                throw new IllegalStateException("the bus is down");
            }
            bus.add(event);
        }
    }

    private final class RecordingMachines implements StateMachines {
        @Override
        public String publish(String name, String hash, String definition) {
            return "arn:aws:states:eu-central-1:111122223333:stateMachine:" + name + ":1";
        }

        @Override
        public String start(String machineVersion, String executionName, String input) {
            calls.add("start " + executionName + " " + input);
            return machineVersion.replace(":stateMachine:", ":execution:") + ":" + executionName;
        }

        @Override
        public TokenAnswer succeed(String token, String output) {
            calls.add("succeed " + token);
            return TokenAnswer.TAKEN;
        }

        @Override
        public TokenAnswer fail(String token, String error, String cause) {
            calls.add("fail " + token + " " + error);
            return TokenAnswer.TAKEN;
        }

        @Override
        public void stop(String execution, String error, String cause) {
            calls.add("stop " + execution);
        }

        @Override
        public boolean redrive(String execution, String clientToken) {
            calls.add("redrive");
            return true;
        }
    }

    private final class RecordingRule implements SweepRule {
        @Override
        public void enable() {
            rule.add("enable");
        }

        @Override
        public void disable() {
            rule.add("disable");
        }

        @Override
        public void describe() {
            rule.add("describe");
        }
    }
}
