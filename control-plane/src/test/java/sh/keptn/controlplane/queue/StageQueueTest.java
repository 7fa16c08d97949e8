package sh.keptn.controlplane.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageQueueTest {

    private static final StageQueue BUSY = StageQueue.EMPTY.take("c1", List.of("carts"));

    @Test
    void admitsWhereNothingIsInTheWay() {
        assertThat(StageQueue.EMPTY.admits("c1", List.of("carts"))).isTrue();
        assertThat(BUSY.admits("c2", List.of("carts"))).isFalse();
        assertThat(BUSY.admits("c2", List.of("orders"))).isTrue();
        assertThat(BUSY.admits("c1", List.of("carts")))
                .as("sequences of one context do not wait for each other")
                .isTrue();
    }

    @Test
    void aWaitingBracketHoldsLaterOnesBack() {
        StageQueue waiting = BUSY.with(ticket(1, "c2", "carts", "orders"));
        assertThat(waiting.admits("c3", List.of("orders"))).isFalse();
        assertThat(waiting.admits("c1", List.of("carts")))
                .as("a context goes on with what it holds")
                .isTrue();
    }

    @Test
    void leasesAreCounted() {
        StageQueue twice = BUSY.take("c1", List.of("carts"));
        StageQueue once = twice.leave("c1", List.of("carts"));
        assertThat(once.leases()).containsEntry("carts", new StageQueue.Lease("c1", 1));
        assertThat(once.leave("c1", List.of("carts")).leases()).isEmpty();
    }

    @Test
    void leavingTwiceTakesNothingFromOthers() {
        StageQueue next = BUSY.leave("c1", List.of("carts")).take("c2", List.of("carts"));
        assertThat(next.leave("c1", List.of("carts")).leases()).containsEntry("carts", new StageQueue.Lease("c2", 1));
    }

    @Test
    void theOldestOfAServiceStarts() {
        List<Ticket> tickets = List.of(ticket(1, "c2", "carts"), ticket(2, "c3", "carts"), ticket(3, "c4", "orders"));
        StageQueue queue = BUSY.with(tickets.get(0)).with(tickets.get(1)).with(tickets.get(2));
        StageQueue.Scheduled next = queue.leave("c1", List.of("carts")).schedule(tickets, 10, 0);
        assertThat(next.starts()).containsExactly(tickets.get(0), tickets.get(2));
        assertThat(next.isAll()).isTrue();
        assertThat(next.queue().waitedFor()).isEqualTo(Map.of("carts", 1));
    }

    @Test
    void noMoreStartThanFitIntoOneDecision() {
        List<Ticket> tickets = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> ticket(i, "c" + i, "s" + i))
                .toList();
        StageQueue queue = StageQueue.EMPTY;
        for (Ticket ticket : tickets) {
            queue = queue.with(ticket);
        }
        StageQueue.Scheduled first = queue.schedule(tickets, 3, 0);
        assertThat(first.starts()).isEqualTo(tickets.subList(0, 3));
        assertThat(first.isAll()).isFalse();
        StageQueue.Scheduled rest = first.queue().schedule(tickets.subList(3, 5), 3, 0);
        assertThat(rest.starts()).hasSize(2);
        assertThat(rest.isAll()).isTrue();
    }

    @Test
    void readsNoMoreTicketsThanItNeeds() {
        List<Long> read = new ArrayList<>();
        List<Ticket> tickets = IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> ticket(i, "c" + i, "carts"))
                .toList();
        StageQueue queue = new StageQueue(Map.of(), Map.of("carts", 5_000), 5_001, 0);
        Iterable<Ticket> watched =
                () -> tickets.stream().peek(ticket -> read.add(ticket.number())).iterator();
        assertThat(queue.schedule(watched, 10, 0).starts()).hasSize(1);
        assertThat(read).containsExactly(1L);
        read.clear();
        assertThat(queue.take("c0", List.of("carts")).schedule(watched, 10, 0).starts())
                .isEmpty();
        assertThat(read).isEmpty();
    }

    @Test
    void pausedTicketsHoldNobodyBack() {
        List<Ticket> tickets = List.of(ticket(1, "c2", "carts").paused(true), ticket(2, "c3", "carts"));
        StageQueue queue = StageQueue.EMPTY.with(tickets.get(1));
        assertThat(queue.schedule(tickets, 10, 0).starts()).containsExactly(tickets.get(1));
    }

    @Test
    void aContextStartsBesideItsOwnBracketThatWaits() {
        List<Ticket> tickets = List.of(ticket(1, "c2", "carts", "orders"), ticket(2, "c2", "orders"));
        StageQueue queue = BUSY.with(tickets.get(0)).with(tickets.get(1));
        assertThat(queue.schedule(tickets, 10, 2).starts()).containsExactly(tickets.get(1));
    }

    @Test
    void tellsWhomATicketWaitsFor() {
        List<Ticket> tickets = List.of(
                ticket(1, "c2", "carts", "orders"), ticket(2, "c3", "orders", "users"), ticket(3, "c1", "carts"));
        assertThat(BUSY.before(tickets.get(0), tickets)).isEqualTo(Map.of("carts", "c1"));
        assertThat(BUSY.before(tickets.get(1), tickets)).isEqualTo(Map.of("orders", "c2"));
        assertThat(BUSY.before(tickets.get(2), tickets)).isEmpty();
    }

    @Test
    void aNewerDeliveryReplacesWhatItCovers() {
        Ticket newer = ticket(9, "c9", "carts", "orders");
        assertThat(ticket(1, "c1", "carts").isReplacedBy(newer)).isTrue();
        assertThat(ticket(1, "c1", "carts", "users").isReplacedBy(newer))
                .as("it delivers users too")
                .isFalse();
        assertThat(ticket(1, "c9", "carts").isReplacedBy(newer))
                .as("of the same context")
                .isFalse();
        assertThat(ticket(10, "c1", "carts").isReplacedBy(newer))
                .as("newer still")
                .isFalse();
        assertThat(new Ticket(1, "s", "rollback", "c1", List.of("carts"), false, false).isReplacedBy(newer))
                .as("another sequence")
                .isFalse();
        assertThat(new Ticket(1, "s", "delivery", "c1", List.of("carts"), true, false).isReplacedBy(newer))
                .as("has begun")
                .isFalse();
    }

    /** Whatever comes and goes: nobody gets a service that another context has, nobody is overtaken, everybody has a turn. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everybodyHasATurnInOrder(long seed) {
        Random random = new Random(seed);
        List<Ticket> waiting = new ArrayList<>();
        List<Ticket> running = new ArrayList<>();
        StageQueue queue = StageQueue.EMPTY;
        int entered = 0;
        while (entered < 2_000 || !running.isEmpty() || !waiting.isEmpty()) {
            if (entered < 2_000 && random.nextInt(5) < 3) {
                Ticket ticket = random(random, queue.nextTicket());
                waiting.add(ticket);
                queue = queue.drawn().with(ticket);
                entered++;
            } else if (!running.isEmpty()) {
                Ticket leaving = running.remove(random.nextInt(running.size()));
                queue = queue.leave(leaving.context(), leaving.services());
            } else {
                assertThat(waiting).as("nobody runs, so nobody has to wait").isEmpty();
            }
            StageQueue.Scheduled scheduled;
            do {
                Map<String, StageQueue.Lease> held = new HashMap<>(queue.leases());
                scheduled = queue.schedule(waiting, 1 + random.nextInt(3), 0);
                queue = scheduled.queue();
                for (Ticket start : scheduled.starts()) {
                    StageQueue.Lease own = new StageQueue.Lease(start.context(), 1);
                    waiting.remove(start);
                    assertThat(start.services())
                            .allMatch(service -> held.containsKey(service)
                                    ? held.get(service).context().equals(start.context())
                                    : isFirst(start, service, waiting));
                    start.services().forEach(service -> held.put(service, own));
                    assertThat(queue.areHeldBy(start.context(), start.services()))
                            .isTrue();
                    running.add(start);
                }
            } while (!scheduled.isAll());
        }
        assertThat(queue.leases()).isEmpty();
        assertThat(queue.waitedFor()).isEmpty();
    }

    /** Whether a ticket, or an older one of its context, is the oldest that waits for a service. */
    private static boolean isFirst(Ticket start, String service, List<Ticket> waiting) {
        return waiting.stream()
                .filter(other -> other.number() < start.number())
                .filter(other -> other.services().contains(service))
                .limit(1)
                .allMatch(other -> other.context().equals(start.context()));
    }

    private static Ticket random(Random random, long number) {
        List<String> services = IntStream.range(0, 6)
                .boxed()
                .sorted(Comparator.comparing(i -> random.nextInt()))
                .limit(1 + (random.nextInt(3) == 0 ? random.nextInt(6) : 0))
                .map(i -> "service-" + i)
                .toList();
        return new Ticket(number, "s" + number, "delivery", "c" + random.nextInt(12), services, false, false);
    }

    private static Ticket ticket(long number, String context, String... services) {
        return new Ticket(number, "s" + number, "delivery", context, List.of(services), false, false);
    }
}
