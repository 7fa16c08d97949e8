package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.controlplane.lifecycle.World.PROJECT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.controlplane.queue.StagePlace;
import sh.keptn.controlplane.queue.StageQueue;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.controlplane.rows.SequenceRef;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.StageRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.controlplane.rows.TicketRow;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.shipyard.QueueSettings.Order;
import sh.keptn.translator.shipyard.QueueSettings.WhileWaiting;

/**
 * Deliveries, brackets, approvals, delays, pauses and aborts in any order, in one stage: at no time does a service belong to
 * two contexts, and in the end everything has ended and nothing is taken.
 */
class QueuesPropertyTest {

    private static final int CONTEXTS = 6;
    private static final int STEPS = 200;
    private static final int MOST_SEQUENCES = 8;

    private World world = new World();
    private Random random = new Random(0);
    private int tokens;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void noServiceBelongsToTwoContextsAndEverybodyEnds(int seed) {
        QueueSettings settings = new QueueSettings(
                seed % 3 == 0 ? WhileWaiting.HOLD : WhileWaiting.FREE, seed % 4 == 0 ? Order.NEWEST : Order.FIFO);
        world = new World(settings, "{}");
        random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            step(i);
            check();
        }
        for (int i = 0; i < CONTEXTS; i++) {
            world.control.resume(PROJECT, context(i), null);
        }
        List<SequenceRow> open = open();
        for (int i = 0; !open.isEmpty(); i++) {
            assertThat(i).as("steps to the end").isLessThan(5_000);
            advance(open.get(random.nextInt(open.size())), 1);
            check();
            open = open();
        }
        assertThat(stage().queue().leases()).isEmpty();
        assertThat(stage().queue().waitedFor()).isEmpty();
        assertThat(world.store.query(StageRow.partition(PROJECT, "dev"), TicketRow.PREFIX))
                .isEmpty();
    }

    private void step(int i) {
        int number = random.nextInt(CONTEXTS);
        String context = context(number);
        int what = random.nextInt(12);
        if (what < 4 && sequences(number).size() < MOST_SEQUENCES) {
            world.trigger("trigger-" + i, context, "dev", "delivery", services());
        } else if (what == 4) {
            world.control.pause(PROJECT, context, null);
        } else if (what == 5) {
            world.control.resume(PROJECT, context, null);
        } else if (what == 6 && random.nextInt(4) == 0) {
            world.control.abort(PROJECT, context, null, "no");
        } else {
            List<SequenceRow> open = open();
            if (!open.isEmpty()) {
                advance(open.get(random.nextInt(open.size())), 3);
            }
        }
    }

    /** The machine or a task service of a sequence does what comes next. */
    private void advance(SequenceRow sequence, int tasks) {
        ContextStatus status = world.control.status(PROJECT, sequence.context());
        List<TaskRow> open = status.open().stream()
                .filter(task -> task.dispatch().sequence().equals(sequence.id()))
                .toList();
        boolean isHeld = status.held().stream().anyMatch(task -> task.sequence().equals(sequence.id()));
        if (sequence.phase() != SequenceRow.Phase.STARTED || isHeld) {
            return;
        }
        if (!open.isEmpty()) {
            answer(open.get(0));
        } else if (random.nextInt(4) < tasks) {
            boolean isApproval = random.nextBoolean();
            Map<String, Object> more = random.nextBoolean() ? Map.of("rest", "always") : Map.of();
            tokens++;
            world.dispatch(
                    world.executions.indexOf(sequence.id()),
                    isApproval ? "approval" : "test",
                    "t" + tokens,
                    0,
                    0,
                    tokens,
                    more);
        } else {
            world.complete(world.executions.indexOf(sequence.id()));
        }
    }

    private void answer(TaskRow task) {
        String name = task.dispatch().task();
        if (!task.notStarted().isEmpty()) {
            world.started(name, task.triggeredId(), name + "-service");
        } else {
            world.finished(name, task.triggeredId(), name + "-service", random.nextInt(8) == 0 ? "fail" : "pass");
        }
    }

    private void check() {
        Map<String, StageQueue.Lease> leases = new HashMap<>();
        Set<Long> tickets = new TreeSet<>();
        for (SequenceRow sequence : open()) {
            if (sequence.place().lease() == StagePlace.Lease.WAITING) {
                tickets.add(sequence.place().number());
            } else if (sequence.place().lease() == StagePlace.Lease.HELD) {
                for (String service : sequence.services()) {
                    StageQueue.Lease own = new StageQueue.Lease(sequence.context(), 1);
                    leases.merge(service, own, QueuesPropertyTest::together);
                }
            }
        }
        assertThat(stage().queue().leases()).isEqualTo(leases);
        Map<String, Integer> waitedFor = new HashMap<>();
        Set<Long> numbers = new TreeSet<>();
        world.store.query(StageRow.partition(PROJECT, "dev"), TicketRow.PREFIX).stream()
                .map(item -> TicketRow.TABLE.decode().apply(item.json()))
                .map(TicketRow::ticket)
                .forEach(ticket -> {
                    numbers.add(ticket.number());
                    if (!ticket.paused()) {
                        ticket.services().forEach(service -> waitedFor.merge(service, 1, Integer::sum));
                    }
                });
        assertThat(numbers).isEqualTo(tickets);
        assertThat(stage().queue().waitedFor()).isEqualTo(waitedFor);
    }

    private static StageQueue.Lease together(StageQueue.Lease first, StageQueue.Lease second) {
        assertThat(second.context()).as("who holds the service").isEqualTo(first.context());
        return new StageQueue.Lease(first.context(), first.count() + second.count());
    }

    private List<SequenceRow> open() {
        return IntStream.range(0, CONTEXTS)
                .boxed()
                .flatMap(i -> sequences(i).stream())
                .toList();
    }

    private List<SequenceRow> sequences(int context) {
        return world.store.query(ContextRow.partition(PROJECT, context(context)), SequenceRef.PREFIX).stream()
                .map(item -> SequenceRef.decode(item.json()).sequence())
                .flatMap(id -> world.store.get(SequenceRow.key(id)).stream())
                .map(item -> SequenceRow.TABLE.decode().apply(item.json()))
                .filter(sequence -> sequence.phase() != SequenceRow.Phase.FINISHED)
                .toList();
    }

    private StageRow stage() {
        return world.store
                .get(StageRow.key(PROJECT, "dev"))
                .map(item -> StageRow.TABLE.decode().apply(item.json()))
                .orElseGet(() -> new StageRow(PROJECT, "dev", StageQueue.EMPTY));
    }

    private List<String> services() {
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        return random.ints(0, 5)
                .distinct()
                .limit(count)
                .mapToObj(i -> "service-" + i)
                .toList();
    }

    private static String context(int i) {
        return String.format("6a3a5d9e-0000-4000-8002-%012d", i);
    }
}
