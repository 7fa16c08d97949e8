package sh.keptn.controlplane.queue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the services of one stage, and how many wait for them. A lease on a service belongs to a context and is counted,
 * so that sequences of one context never wait for each other. A sequence that releases several services takes all its leases
 * at once or waits; while it waits it holds back later ones of its services, so that nobody starves and nothing deadlocks.
 *
 * <p>All of it lies in one row, which has a limit. Where the names of more services do not fit, tickets wait outside: they are
 * not counted, whatever is free, until enough others have left.
 *
 * @param leases by service
 * @param waitedFor how many tickets wait for a service; paused ones do not count
 * @param nextTicket the number of the next ticket
 * @param outside the tickets from this number on wait outside; 0 where none does
 */
public record StageQueue(Map<String, Lease> leases, Map<String, Integer> waitedFor, long nextTicket, long outside) {

    /** What the services in one row may take, in bytes; an item of DynamoDB may have 400 KB. */
    private static final int LIMIT = 256 * 1024;

    /** Who waits outside comes in when there is room for many, as it has to be looked for. */
    private static final int ROOM_AGAIN = LIMIT / 4 * 3;

    /** What a service takes beside its name, which stands in the row at most twice. */
    private static final int PER_SERVICE = 60;

    public StageQueue {
        leases = Map.copyOf(leases);
        waitedFor = Map.copyOf(waitedFor);
    }

    /** A stage in which nothing ever ran. */
    public static final StageQueue EMPTY = new StageQueue(Map.of(), Map.of(), 1, 0);

    /** A context holds a service for {@code count} of its sequences. */
    public record Lease(String context, int count) {}

    /**
     * The queue after a step.
     *
     * @param starts whose turn it is, in this order; their leases are taken
     * @param isAll false where more could start
     */
    public record Scheduled(StageQueue queue, List<Ticket> starts, boolean isAll) {}

    /**
     * Whether a context can have some services at once: nobody else holds one, or waits for one that is free, and they have
     * room.
     */
    public boolean admits(String context, List<String> services) {
        boolean isOpen = outside == 0 && hasRoom(services);
        return (isOpen || areHeldBy(context, services))
                && services.stream().allMatch(service -> {
                    Lease lease = leases.get(service);
                    return lease == null
                            ? !waitedFor.containsKey(service)
                            : lease.context().equals(context);
                });
    }

    /** Whether some services have room in the row beside those that are in it. */
    public boolean hasRoom(List<String> services) {
        return size() + size(services.stream().filter(service -> !isKnown(service))) <= LIMIT;
    }

    /** Whether a ticket waits outside, where it is not counted. */
    public boolean isOutside(Ticket ticket) {
        return outside != 0 && ticket.number() >= outside;
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
        return new StageQueue(held, waitedFor, nextTicket, outside);
    }

    /** A sequence gives its leases back. */
    public StageQueue leave(String context, List<String> services) {
        Map<String, Lease> left = new LinkedHashMap<>(leases);
        for (String service : services) {
            left.computeIfPresent(service, (name, lease) -> released(lease, context));
        }
        return new StageQueue(left, waitedFor, nextTicket, outside);
    }

    /** The next number is drawn. */
    public StageQueue drawn() {
        return new StageQueue(leases, waitedFor, nextTicket + 1, outside);
    }

    /** A ticket waits; one that is older than others waits only where it has room. */
    public StageQueue with(Ticket ticket) {
        if (isOutside(ticket)) {
            return this;
        }
        if (!hasRoom(ticket.services())) {
            return new StageQueue(leases, waitedFor, nextTicket, ticket.number());
        }
        Map<String, Integer> counted = new LinkedHashMap<>(waitedFor);
        ticket.services().forEach(service -> counted.merge(service, 1, Integer::sum));
        return new StageQueue(leases, counted, nextTicket, outside);
    }

    /** A ticket waits no more. */
    public StageQueue without(Ticket ticket) {
        if (isOutside(ticket)) {
            return this;
        }
        Map<String, Integer> counted = new LinkedHashMap<>(waitedFor);
        ticket.services()
                .forEach(service -> counted.computeIfPresent(service, (name, count) -> count == 1 ? null : count - 1));
        return new StageQueue(leases, counted, nextTicket, outside);
    }

    /**
     * Gives the free services to those who wait for them, the oldest first.
     *
     * @param tickets in order; read only as far as needed
     * @param limit how many may start
     * @param reach number of a ticket that is looked at in any case; for 0 none is where no service is free
     */
    public Scheduled schedule(Iterable<Ticket> tickets, int limit, long reach) {
        StageQueue queue = filled(tickets);
        Set<String> open = new TreeSet<>(queue.waitedFor.keySet());
        open.removeAll(leases.keySet());
        Map<String, String> claimed = new HashMap<>();
        List<Ticket> starts = new ArrayList<>();
        if (open.isEmpty() && reach == 0) {
            return new Scheduled(queue, starts, true);
        }
        for (Ticket ticket : tickets) {
            if (queue.isOutside(ticket)) {
                break;
            }
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

    /** Those who wait outside come in, in their order, while there is room. */
    private StageQueue filled(Iterable<Ticket> tickets) {
        if (outside == 0 || size() > ROOM_AGAIN) {
            return this;
        }
        StageQueue filled = new StageQueue(leases, waitedFor, nextTicket, 0);
        for (Ticket ticket : tickets) {
            if (isOutside(ticket) && !ticket.paused()) {
                filled = filled.with(ticket);
            }
            if (filled.outside != 0) {
                break;
            }
        }
        return filled;
    }

    private boolean isKnown(String service) {
        return leases.containsKey(service) || waitedFor.containsKey(service);
    }

    private int size() {
        return size(leases.keySet().stream())
                + size(waitedFor.keySet().stream().filter(service -> !leases.containsKey(service)));
    }

    private static int size(Stream<String> services) {
        return services.mapToInt(service -> 2 * service.getBytes(StandardCharsets.UTF_8).length + PER_SERVICE)
                .sum();
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
