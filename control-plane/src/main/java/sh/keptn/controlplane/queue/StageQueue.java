package sh.keptn.controlplane.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leases and waiting sequences of one stage. A lease on a service belongs to a context and is counted, so that sequences of
 * one context never wait for each other. A sequence that releases several services takes all its leases at once or waits;
 * while it waits it holds back later ones of its services, so that nobody starves and nothing deadlocks.
 *
 * @param leases by service
 * @param waiting in the order of their tickets
 * @param nextTicket the ticket that the next sequence draws
 */
public record StageQueue(Map<String, Lease> leases, List<Ticket> waiting, long nextTicket) {

    public StageQueue {
        leases = Map.copyOf(leases);
        waiting = List.copyOf(waiting);
    }

    /** A stage in which nothing ever ran. */
    public static final StageQueue EMPTY = new StageQueue(Map.of(), List.of(), 1);

    /** A context holds a service for {@code count} of its sequences. */
    public record Lease(String context, int count) {}

    /** A sequence that waits to start. */
    public record Ticket(long number, String sequence, String context, List<String> services) {
        public Ticket {
            services = List.copyOf(services);
        }
    }

    /** The queue after a step, and who starts now. */
    public record Scheduled(StageQueue queue, List<Ticket> starts) {}

    /** A new sequence queues up; it starts at once if nothing is in its way. */
    public Scheduled enter(String sequence, String context, List<String> services) {
        List<Ticket> all = new ArrayList<>(waiting);
        all.add(new Ticket(nextTicket, sequence, context, services));
        return new StageQueue(leases, all, nextTicket + 1).schedule();
    }

    /** A sequence has ended: its leases go to whoever is next. */
    public Scheduled leave(String context, List<String> services) {
        Map<String, Lease> left = new LinkedHashMap<>(leases);
        for (String service : services) {
            left.computeIfPresent(service, (name, lease) -> released(lease, context));
        }
        return new StageQueue(left, waiting, nextTicket).schedule();
    }

    /** A waiting sequence gives up its place. */
    public Scheduled withdraw(String sequence) {
        List<Ticket> others = waiting.stream()
                .filter(ticket -> !ticket.sequence().equals(sequence))
                .toList();
        return new StageQueue(leases, others, nextTicket).schedule();
    }

    /** Whom a waiting sequence waits for: by service, the context that holds it, or else that of the first to wait for it. */
    public Map<String, String> before(String sequence) {
        Map<String, String> taken = new LinkedHashMap<>();
        leases.forEach((service, lease) -> taken.put(service, lease.context()));
        for (Ticket ticket : waiting) {
            if (ticket.sequence().equals(sequence)) {
                Map<String, String> before = new TreeMap<>(taken);
                before.keySet().retainAll(ticket.services());
                before.values().removeIf(ticket.context()::equals);
                return before;
            }
            ticket.services().forEach(service -> taken.putIfAbsent(service, ticket.context()));
        }
        return Map.of();
    }

    private static @Nullable Lease released(Lease lease, String context) {
        if (!lease.context().equals(context)) {
            return lease;
        }
        return lease.count() == 1 ? null : new Lease(context, lease.count() - 1);
    }

    private Scheduled schedule() {
        Map<String, Lease> held = new HashMap<>(leases);
        Map<String, String> claimed = new HashMap<>();
        List<Ticket> starts = new ArrayList<>();
        List<Ticket> still = new ArrayList<>();
        for (Ticket ticket : waiting) {
            boolean free = ticket.services().stream().allMatch(service -> isFree(service, ticket, held, claimed));
            if (free) {
                ticket.services()
                        .forEach(service -> held.merge(service, new Lease(ticket.context(), 1), StageQueue::sum));
                starts.add(ticket);
            } else {
                ticket.services().forEach(service -> claimed.putIfAbsent(service, ticket.context()));
                still.add(ticket);
            }
        }
        return new Scheduled(new StageQueue(held, still, nextTicket), starts);
    }

    private static boolean isFree(String service, Ticket ticket, Map<String, Lease> held, Map<String, String> claimed) {
        Lease lease = held.get(service);
        // A context goes on with what it holds: others that claim it wait for this context anyway.
        String first = lease == null ? claimed.getOrDefault(service, ticket.context()) : lease.context();
        return first.equals(ticket.context());
    }

    private static Lease sum(Lease first, Lease second) {
        return new Lease(first.context(), first.count() + second.count());
    }
}
