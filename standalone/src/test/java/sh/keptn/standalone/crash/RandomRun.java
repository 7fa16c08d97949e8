package sh.keptn.standalone.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.Execution;
import sh.keptn.standalone.engine.ExecutionStatus;
import sh.keptn.standalone.engine.FunctionCall;
import sh.keptn.standalone.services.ServiceRunner;
import sh.keptn.standalone.store.SqliteStore;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.standalone.time.Timeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.shipyard.QueueSettings;

/**
 * One random shipyard, run with random answers by control plane, engine and store of standalone. The bus is the test's: it
 * delivers as it is told to, and everybody else repeats himself as often.
 */
final class RandomRun {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int LIMIT = 200_000;

    /** What the contexts deliver: mostly the same, sometimes together with another one, or that alone. */
    private static final List<List<String>> SERVICES =
            List.of(List.of("carts"), List.of("carts"), List.of("carts", "orders"), List.of("orders"));

    private static final int WITHIN_SECONDS = 3_600;

    private final Random random;
    private final Random delivery;
    private final Deliveries deliveries;
    private final Faults faults;
    private final RandomShipyard shipyard;
    private final Plan plan;
    private final Path file;
    private final ManualTimeline timeline = new ManualTimeline(START);
    private final Map<String, Trigger> triggers = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** @param faults rate of port calls that fail */
    RandomRun(long seed, Deliveries deliveries, double faults, Path file) {
        this.random = new Random(seed);
        this.delivery = new Random(~seed);
        this.deliveries = deliveries;
        this.faults = new Faults(new Random(seed), faults);
        this.shipyard = RandomShipyard.draw(random);
        this.plan = shipyard.plan();
        this.file = file;
    }

    /**
     * How it ended.
     *
     * @param sequences how many ran
     * @param logs the logs of all contexts, with times and in order
     * @param wrong rules that do not hold
     */
    record Ended(int sequences, int faults, List<Log> logs, List<String> wrong) {}

    RandomShipyard shipyard() {
        return shipyard;
    }

    /** Runs until nothing is on its way any more. */
    Ended toTheEnd() {
        int sequences = 0;
        List<Log> logs = new ArrayList<>();
        try (Database database = Database.open(file)) {
            Wiring wiring = new Wiring(database);
            triggerSome(wiring.control);
            RandomCommands commands = RandomCommands.draw(random, List.copyOf(triggers.keySet()), stages());
            commands.forEach((when, command) -> repeat(when, () -> command.accept(wiring.control)));
            runToTheEnd();
            Turns turns = new Turns(heldStages());
            for (Trigger trigger : triggers.values()) {
                if (!wiring.control.isFinished(trigger.project(), trigger.context())) {
                    wrong.add("has not ended: " + trigger.context());
                }
                Log log = Log.of(wiring.control, trigger.project(), trigger.context());
                logs.add(log);
                wrong.addAll(log.violations());
                Followed followed = new Followed(log, trigger.id(), shipyard.follows());
                wrong.addAll(commands.hasCut(trigger.context()) ? followed.violationsOfSome() : followed.violations());
                turns.add(log);
                for (SequenceRow row : wiring.control
                        .status(trigger.project(), trigger.context())
                        .sequences()) {
                    sequences++;
                    wrong.addAll(new Reckoning(row, log).violations());
                    // A retry or a redrive costs more than the plan says.
                    if (row.execution() != null && faults.count() == 0 && row.redrive() == 0) {
                        wiring.engine
                                .execution(row.execution())
                                .map(execution -> Reckoning.violations(
                                        machine(row), execution, wiring.engine.history(execution.reference())))
                                .ifPresent(wrong::addAll);
                    }
                }
            }
            wrong.addAll(turns.violations());
        }
        wrong.addAll(Leftovers.withoutBus(file));
        return new Ended(sequences, faults.count(), logs, wrong);
    }

    private void runToTheEnd() {
        int steps = 0;
        while (runOne()) {
            if (steps++ > LIMIT) {
                throw new IllegalStateException("does not end");
            }
        }
    }

    private boolean runOne() {
        try {
            return timeline.runOne();
        } catch (StoreUnavailableException e) {
            // Only reported: the engine calls the function again.
            return true;
        }
    }

    private List<String> stages() {
        return plan.stages().stream().map(Plan.Stage::name).toList();
    }

    private Set<String> heldStages() {
        return plan.stages().stream()
                .filter(stage -> stage.settings().whileWaiting() == QueueSettings.WhileWaiting.HOLD)
                .map(Plan.Stage::name)
                .collect(Collectors.toSet());
    }

    private Plan.StateMachine machine(SequenceRow row) {
        String companion = row.companionOf() == null ? null : row.companionOf().name();
        return plan.stateMachines().stream()
                .filter(machine -> machine.stage().equals(row.stage())
                        && machine.sequence().equals(row.name())
                        && Objects.equals(machine.companion(), companion))
                .findFirst()
                .orElseThrow();
    }

    private void triggerSome(ControlPlane control) {
        int contexts = 1 + random.nextInt(5);
        boolean atOnce = random.nextBoolean();
        for (int i = 0; i < contexts; i++) {
            String[] sequence = shipyard.sequences()
                    .get(random.nextInt(shipyard.sequences().size()))
                    .split("\\.", 2);
            List<String> services = SERVICES.get(random.nextInt(SERVICES.size()));
            Duration when = Duration.ofSeconds(atOnce ? 0 : random.nextInt(WITHIN_SECONDS));
            String context = new UUID(4 << 12, random.nextLong() >>> 2 | 1L << 63).toString();
            Trigger trigger = new Trigger(
                    "trigger-" + i,
                    "test",
                    RandomShipyard.PROJECT,
                    sequence[0],
                    sequence[1],
                    services,
                    context,
                    Map.of(),
                    null);
            triggers.put(context, trigger);
            repeat(when, () -> control.trigger(trigger));
        }
    }

    /** Does something as often and as late as things are delivered. */
    private void repeat(Runnable work) {
        repeat(Duration.ZERO, work);
    }

    private void repeat(Duration atTheEarliest, Runnable work) {
        for (int times = deliveries.times(delivery); times > 0; times--) {
            Duration delay = atTheEarliest.plus(deliveries.delay(delivery));
            timeline.at(timeline.clock().instant().plus(delay), Timeline.Kind.PROGRESS, () -> untilDone(work));
        }
    }

    /** Whoever is told that something could not be done asks again. */
    private void untilDone(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException e) {
            Instant again = timeline.clock().instant().plus(RETRY_AFTER);
            timeline.at(again, Timeline.Kind.PROGRESS, () -> untilDone(work));
        }
    }

    /** Everything on one database. */
    private final class Wiring implements EventBus {
        private final EmbeddedEngine engine;
        private final ControlPlane control;
        private final EventPatterns follow = EventPatterns.of(Map.of("follow", ControlPlane.FOLLOW_PATTERN));
        private final EventPatterns tasks;

        Wiring(Database database) {
            SqliteStore store = new SqliteStore(
                    database,
                    put -> timeline.at(
                            Objects.requireNonNull(put.due()),
                            Timeline.Kind.DEADLINE,
                            () -> untilDone(() -> this.control().sweep())));
            this.engine = new EmbeddedEngine(database, timeline, this::call, this::ended, random);
            this.control = new ControlPlane(
                    faults.in(Store.class, store),
                    faults.in(EventBus.class, this),
                    faults.in(StateMachines.class, engine),
                    new UniformMatcher(false),
                    timeline.clock());
            Map<String, String> patterns = new LinkedHashMap<>();
            plan.taskServices().forEach(service -> patterns.put(service.name(), ServiceRunner.pattern(service.name())));
            this.tasks = EventPatterns.of(patterns);
            untilPublished();
        }

        private void untilPublished() {
            untilDone(() -> control.publish(
                    plan, Map.of("DispatchTask", "DispatchTask", "CompleteSequence", "CompleteSequence")));
            while (timeline.runOne()) {
                // Published again where it could not be.
            }
        }

        private ControlPlane control() {
            return control;
        }

        @Override
        public void put(BusEvent event) {
            if (!follow.matching(event).isEmpty()) {
                repeat(() -> control.follow(event));
            }
            for (String service : tasks.matching(event)) {
                repeat(() -> new RandomAnswers(event, service, timeline.clock().instant())
                        .send((delay, answer) -> repeat(delay, () -> control.receive(answer, service))));
            }
        }

        /** Functions are called again too; the first call counts for the engine, as it waits for it. */
        private @Nullable Object call(FunctionCall call) {
            Map<String, @Nullable Object> payload = Json.object((Map<?, ?>) Objects.requireNonNull(call.payload()));
            for (int again = deliveries.times(delivery); again > 1; again--) {
                Instant later = timeline.clock().instant().plus(deliveries.delay(delivery));
                timeline.at(later, Timeline.Kind.PROGRESS, () -> untilDone(() -> call(call.functionName(), payload)));
            }
            return call(call.functionName(), payload);
        }

        private @Nullable Object call(String function, Map<String, @Nullable Object> payload) {
            if (function.equals("CompleteSequence")) {
                return control.completeSequence(payload);
            }
            control.dispatchTask(payload);
            return Map.of();
        }

        private void ended(String reference, ExecutionStatus status) {
            Execution execution = engine.execution(reference).orElseThrow();
            String sequence = String.valueOf(Json.parseObject(execution.input()).get("sequence"));
            String reason = execution.error() + ": " + execution.cause();
            repeat(() -> control.executionEnded(
                    sequence, reference, execution.redriveCount(), status == ExecutionStatus.ABORTED, reason));
        }
    }
}
