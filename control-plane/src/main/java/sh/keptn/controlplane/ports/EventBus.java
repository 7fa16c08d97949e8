package sh.keptn.controlplane.ports;

import sh.keptn.events.BusEvent;

/** The event bus: at least once, in no particular order, to every rule that matches. */
public interface EventBus {

    /** Puts an event; it is accepted durably when the call returns. Putting the same id again delivers it again. */
    void put(BusEvent event);
}
