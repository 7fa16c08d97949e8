package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.Plan;

/**
 * One delivery through all stages of a plan in which everything passes at once, played on a control plane that counts what AWS
 * would ask money for. Machines with loops and parallel blocks are not understood.
 */
final class PlayedDelivery {

    private static final String CONTEXT = "6a3a5d9e-0000-4000-8000-000000000001";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Plan plan;
    private final CountingStore store = new CountingStore();
    private final List<BusEvent> bus = new ArrayList<>();
    private final SilentMachines machines = new SilentMachines();
    private final ControlPlane control;
    private int requests;
    private int answers;

    private PlayedDelivery(Plan plan) {
        this.plan = plan;
        this.control = new ControlPlane(
                store, bus::add, machines, new UniformMatcher(false), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /**
     * What was used.
     *
     * @param requests of functions, those of built-in task services among them
     * @param events on the bus, answers of task services and the first trigger among them
     * @param bytes that stay in the table
     * @param starts of executions
     * @param tokens that were answered
     */
    record Usage(int requests, int events, int writeUnits, int readUnits, int bytes, int starts, int tokens) {}

    static Usage of(Plan plan) {
        PlayedDelivery played = new PlayedDelivery(plan);
        played.control.publish(plan, Map.of());
        int before = played.store.bytes();
        played.store.forgetCounts();
        played.play();
        return new Usage(
                played.requests,
                played.bus.size() + played.answers + 1,
                played.store.writeUnits,
                played.store.readUnits,
                played.store.bytes() - before,
                played.machines.started().size(),
                played.machines.answers());
    }

    private void play() {
        Plan.StateMachine first = plan.stateMachines().get(0);
        requests++;
        control.trigger(new Trigger(
                "trigger",
                "test",
                plan.project(),
                first.stage(),
                first.sequence(),
                List.of("carts"),
                CONTEXT,
                Map.of(
                        "configurationChange",
                        Map.of("values", Map.of("image", "docker.io/keptnexamples/carts:0.13.2"))),
                null));
        for (int run = 0; run < machines.started().size(); run++) {
            play(machines.started().get(run));
        }
    }

    private void play(SilentMachines.Started run) {
        Plan.StateMachine machine = plan.stateMachines().stream()
                .filter(each -> each.name().equals(run.machine()))
                .findFirst()
                .orElseThrow();
        Json.child(Json.parseObject(machine.definition()), "States").forEach((name, state) -> {
            Map<String, @Nullable Object> payload =
                    Json.child(Json.child(Json.object((Map<?, ?>) state), "Arguments"), "Payload");
            if (payload.containsKey("task")) {
                dispatch(run, name, payload);
            }
        });
        requests++;
        int before = bus.size();
        control.completeSequence(Map.of("sequence", run.sequence(), "execution", run.execution(), "redrive", 0));
        for (BusEvent event : List.copyOf(bus.subList(before, bus.size()))) {
            if (Boolean.TRUE.equals(event.stamp().get("evaluateTriggers"))) {
                requests++;
                control.follow(event);
            }
        }
    }

    private void dispatch(SilentMachines.Started run, String state, Map<String, @Nullable Object> compiled) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(compiled);
        payload.putAll(Map.of(
                "token", "t".repeat(1_000), "sequence", run.sequence(), "execution", run.execution(), "redrive", 0));
        payload.putAll(Map.of("state", state, "retry", 0, "turn", 0));
        requests++;
        control.dispatchTask(payload);
        BusEvent triggered = bus.get(bus.size() - 1);
        for (Object service : (List<?>) triggered.stamp().getOrDefault("services", List.of())) {
            requests++;
            answer(triggered, EventType.STARTED, String.valueOf(service), Map.of());
            answer(
                    triggered,
                    EventType.FINISHED,
                    String.valueOf(service),
                    Map.of("result", "pass", "status", "succeeded", "message", "x".repeat(200)));
        }
    }

    private void answer(BusEvent triggered, String phase, String service, Map<String, @Nullable Object> data) {
        requests++;
        answers++;
        String task = String.valueOf(triggered.stamp().get("task"));
        control.receive(
                new KeptnEvent(
                        triggered.id() + service + phase,
                        service,
                        new EventType.Task(task, phase).text(),
                        NOW,
                        CONTEXT,
                        triggered.id(),
                        null,
                        data),
                service);
    }

    /** Counts as DynamoDB does: a transaction's write two units for each KB, a consistent read one for each 4 KB. */
    private static final class CountingStore implements Store {

        private static final int WRITE_UNIT = 1024;
        private static final int READ_UNIT = 4096;

        /** Names of attributes, keys, version. */
        private static final int REST_OF_ITEM = 200;

        private final InMemoryStore store = new InMemoryStore();
        private int writeUnits;
        private int readUnits;

        void forgetCounts() {
            writeUnits = 0;
            readUnits = 0;
        }

        int bytes() {
            return store.all().stream()
                    .mapToInt(item -> item.body().length() + REST_OF_ITEM)
                    .sum();
        }

        private static int units(int bytes, int unit) {
            return Math.max(1, (bytes + unit - 1) / unit);
        }

        @Override
        public Optional<Item> get(Key key) {
            Optional<Item> item = store.get(key);
            readUnits += units(
                    item.map(found -> found.body().length() + REST_OF_ITEM).orElse(0), READ_UNIT);
            return item;
        }

        @Override
        public List<Item> query(String partition, String sortPrefix) {
            return queryAfter(partition, sortPrefix, "", Integer.MAX_VALUE);
        }

        @Override
        public List<Item> queryAfter(String partition, String sortPrefix, String after, int limit) {
            List<Item> items = store.queryAfter(partition, sortPrefix, after, limit);
            readUnits += units(
                    items.stream()
                            .mapToInt(item -> item.body().length() + REST_OF_ITEM)
                            .sum(),
                    READ_UNIT);
            return items;
        }

        @Override
        public List<Item> due(Instant until, int limit) {
            return store.due(until, limit);
        }

        @Override
        public boolean transact(List<Write> writes) {
            for (Write write : writes) {
                Optional<Item> there = store.get(write.key());
                int bytes = there.map(item -> item.body().length()).orElse(0);
                boolean indexed = there.isPresent() && there.get().due() != null;
                if (write instanceof Write.Put put) {
                    bytes = Math.max(bytes, put.body().length());
                    indexed |= put.due() != null;
                }
                writeUnits += 2 * units(bytes + REST_OF_ITEM, WRITE_UNIT) + (indexed ? 1 : 0);
            }
            return store.transact(writes);
        }
    }
}
