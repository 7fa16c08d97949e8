package sh.keptn.lambda.control;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.Sender;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Delivery;
import sh.keptn.lambda.Invocation;

/**
 * Tells who an event of the bus comes from. What an event says about itself proves nothing; what proves something is who
 * may put events with a source (the bus's policy, the condition {@code events:source} of roles), and what a rule says.
 */
final class Senders {

    /** The bus source of our own task services; only their role may use it, so that their events name the service. */
    static final String OWN_SERVICES = "keptn.services";

    private Senders() {}

    /** Who sends; empty where nothing proves it. */
    static Optional<Sender> of(Delivery delivery, Invocation invocation) {
        if (delivery.source().equals(KeptnEvent.CONTROL_PLANE)) {
            return Optional.empty();
        }
        String named = delivery.sender();
        if (named != null) {
            return Optional.of(Sender.byEvents(named));
        }
        if (invocation.account().filter(own -> !own.equals(delivery.account())).isPresent()) {
            return Optional.empty();
        }
        @Nullable String own = Json.text(Json.child(delivery.detail(), "event"), "source");
        return delivery.source().equals(OWN_SERVICES)
                ? Optional.ofNullable(own).map(Sender::known)
                : Optional.of(Sender.byEvents(delivery.source()));
    }

    /** Why nobody is known to have sent it. */
    static String unknown(Delivery delivery) {
        return delivery.source().equals(KeptnEvent.CONTROL_PLANE)
                ? "the control plane does not answer itself; the rule's pattern must leave out its events"
                : "the event comes from account " + delivery.account()
                        + ", and no rule names the task service that sends from there";
    }
}
