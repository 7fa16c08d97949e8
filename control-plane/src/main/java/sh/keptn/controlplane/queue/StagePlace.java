package sh.keptn.controlplane.queue;

import sh.keptn.translator.shipyard.QueueSettings;

/**
 * How a sequence stands to its stage.
 *
 * @param settings of the stage in the plan that the sequence keeps
 * @param waitsFirst whether its machine begins with a delay
 * @param number of the ticket that it drew last, 0 before
 * @param lease whether it has its services
 */
public record StagePlace(QueueSettings settings, boolean waitsFirst, long number, Lease lease) {

    /** Whether a sequence has its services. */
    public enum Lease {
        /** It waits for them with its ticket, to start or to go on. */
        WAITING,
        /** It has them. */
        HELD,
        /** It has given them away and does not need them now. */
        AWAY
    }

    /** The place of a sequence that is to start. */
    public static StagePlace of(QueueSettings settings, boolean waitsFirst) {
        return new StagePlace(settings, waitsFirst, 0, Lease.AWAY);
    }

    /** It waits with a new ticket. */
    public StagePlace waiting(long ticket) {
        return new StagePlace(settings, waitsFirst, ticket, Lease.WAITING);
    }

    /** It has its services, or has given them away. */
    public StagePlace with(Lease other) {
        return new StagePlace(settings, waitsFirst, number, other);
    }

    /** Whether it gives its services away while it waits for something else. */
    public boolean isFree() {
        return settings.whileWaiting() == QueueSettings.WhileWaiting.FREE;
    }
}
