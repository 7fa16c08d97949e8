package sh.keptn.controlplane.queue;

import java.util.List;

/**
 * A sequence waits for the services of its stage.
 *
 * @param number its place: smaller ones are served first
 * @param sequence id of the sequence
 * @param name of the sequence
 * @param services all that it needs
 * @param begun it has run before and wants to go on; a newer delivery does not replace it
 * @param paused its context is paused: it keeps its place, is not served, and holds nobody back
 */
public record Ticket(
        long number,
        String sequence,
        String name,
        String context,
        List<String> services,
        boolean begun,
        boolean paused) {
    public Ticket {
        services = List.copyOf(services);
    }

    /** The same place, paused or not. */
    public Ticket paused(boolean isPaused) {
        return new Ticket(number, sequence, name, context, services, begun, isPaused);
    }

    /** Whether a newer delivery makes this one needless: of the same sequence and at least the same services. */
    public boolean isReplacedBy(Ticket newer) {
        return !begun
                && number < newer.number
                && name.equals(newer.name)
                && !context.equals(newer.context)
                && newer.services.containsAll(services);
    }
}
