package sh.keptn.controlplane.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the services of one stage, and how many wait for them. A lease on a service belongs to a context and is counted,
 * so that sequences of one context never wait for each other. A sequence that releases several services takes all its leases
 * at once or waits; while it waits it holds back later ones of its services, so that nobody starves and nothing deadlocks.
 *
 * @param leases by service
 * @param waitedFor how many tickets wait for a service; paused ones do not count
 * @param nextTicket the number of the next ticket
 */
public record StageQueue(Map<String, Lease> leases, Map<String, Integer> waitedFor, long nextTicket) {

    public StageQueue {
        leases = Map.copyOf(leases);
        waitedFor = Map.copyOf(waitedFor);
    }

    /** A stage in which nothing ever ran. */
    public static final StageQueue EMPTY = new StageQueue(Map.of(), Map.of(), 1);

    /** A context holds a service for {@code count} of its sequences. */
    public record Lease(String context, int count) {}

    /**
     * The queue after a step.
     *
     * @param starts whose turn it is, in this order; their leases are taken
     * @param isAll false where more could start
     */
    public record Scheduled(StageQueue queue, List<Ticket> starts, boolean isAll) {}

    /** Whether a context can have some services at once: nobody else holds one, or waits for one that is free. */
    public boolean admits(String context, List<String> services) {
        return services.stream().allMatch(service -> {
            Lease lease = leases.get(service);
            return lease == null
                    ? !waitedFor.containsKey(service)
                    : lease.context().equals(context);
        });
    }

    /** Whether a context holds all of some services, so that another sequence of it need not wait for them. */
    public boolean areHeldBy(String context, List<String> services) {
        return services.stream()
                .map(leases::get)
                .allMatch(lease -> lease != null && lease.context().equals(context));
    }

    /** A sequence takes its leases. */
    public StageQueue take(String context, List<String> services) {
        Map<String, Lease> held = new LinkedHashMap<>(leases);
        services.forEach(service -> held.merge(service, new Lease(context, 1), StageQueue::sum));
        return new StageQueue(held, waitedFor, nextTicket);
    }

    /** A sequence gives its leases back. */
    public StageQueue leave(String context, List<String> services) {
        Map<String, Lease> left = new LinkedHashMap<>(leases);
        for (String service : services) {
            left.computeIfPresent(service, (name, lease) -> released(lease, context));
        }
        return new StageQueue(left, waitedFor, nextTicket);
    }

    /** The next number is drawn. */
    public StageQueue drawn() {
        return new StageQueue(leases, waitedFor, nextTicket + 1);
    }

    /** A ticket waits. */
    public StageQueue with(Ticket ticket) {
        Map<String, Integer> counted = new LinkedHashMap<>(waitedFor);
        ticket.services().forEach(service -> counted.merge(service, 1, Integer::sum));
        return new StageQueue(leases, counted, nextTicket);
    }

    /** A ticket waits no more. */
    public StageQueue without(Ticket ticket) {
        Map<String, Integer> counted = new LinkedHashMap<>(waitedFor);
        ticket.services()
                .forEach(service -> counted.computeIfPresent(service, (name, count) -> count == 1 ? null : count - 1));
        return new StageQueue(leases, counted, nextTicket);
    }

    /**
     * Gives the free services to those who wait for them, the oldest first.
     *
     * @param tickets in order; read only as far as needed
     * @param limit how many may start
     * @param reach number of a ticket that is looked at in any case; for 0 none is where no service is free
     */
    public Scheduled schedule(Iterable<Ticket> tickets, int limit, long reach) {
        Set<String> open = new TreeSet<>(waitedFor.keySet());
        open.removeAll(leases.keySet());
        StageQueue queue = this;
        Map<String, String> claimed = new HashMap<>();
        List<Ticket> starts = new ArrayList<>();
        if (open.isEmpty() && reach == 0) {
            return new Scheduled(queue, starts, true);
        }
        for (Ticket ticket : tickets) {
            if (!ticket.paused() && queue.isFree(ticket, claimed)) {
                if (starts.size() == limit) {
                    return new Scheduled(queue, starts, false);
                }
                queue = queue.take(ticket.context(), ticket.services()).without(ticket);
                starts.add(ticket);
                open.removeAll(ticket.services());
            } else if (!ticket.paused()) {
                ticket.services().forEach(service -> claimed.putIfAbsent(service, ticket.context()));
                open.removeAll(ticket.services());
            }
            if (open.isEmpty() && ticket.number() >= reach) {
                break;
            }
        }
        return new Scheduled(queue, starts, true);
    }

    /** Whom a ticket waits for: by service, the context that holds it, or else that of the first to wait for it. */
    public Map<String, String> before(Ticket own, Iterable<Ticket> tickets) {
        Map<String, String> taken = new TreeMap<>();
        leases.forEach((service, lease) -> taken.put(service, lease.context()));
        for (Ticket ticket : tickets) {
            if (ticket.number() >= own.number()) {
                break;
            }
            if (!ticket.paused()) {
                ticket.services().forEach(service -> taken.putIfAbsent(service, ticket.context()));
            }
        }
        taken.keySet().retainAll(own.services());
        taken.values().removeIf(own.context()::equals);
        return taken;
    }

    private boolean isFree(Ticket ticket, Map<String, String> claimed) {
        return ticket.services().stream().allMatch(service -> {
            Lease lease = leases.get(service);
            // A context goes on with what it holds: others that claim it wait for this context anyway.
            String first = lease == null ? claimed.getOrDefault(service, ticket.context()) : lease.context();
            return first.equals(ticket.context());
        });
    }

    private static @Nullable Lease released(Lease lease, String context) {
        if (!lease.context().equals(context)) {
            return lease;
        }
        return lease.count() == 1 ? null : new Lease(context, lease.count() - 1);
    }

    private static Lease sum(Lease first, Lease second) {
        return new Lease(first.context(), first.count() + second.count());
    }
}
