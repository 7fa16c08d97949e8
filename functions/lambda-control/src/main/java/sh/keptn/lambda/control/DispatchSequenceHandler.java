package sh.keptn.lambda.control;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.controlplane.lifecycle.Sender;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.events.EventType;
import sh.keptn.events.JsonException;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Delivery;
import sh.keptn.lambda.DeliveryHandler;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.sweep.SweepSchedule;

/**
 * {@code dispatchSequence}: starts what follows a sequence that has ended, and what others ask for by {@code
 * sh.keptn.event.<stage>.<sequence>.triggered}; and asks SLI providers for task services that evaluate. What can never be started
 * is written to the log and does not come back.
 */
final class DispatchSequenceHandler implements DeliveryHandler {

    /** An older trigger is a replay of an archive, and would deliver again what was delivered long ago. */
    private static final Duration OLDEST = Duration.ofHours(24);

    private final ControlPlane controlPlane;
    private final SweepSchedule sweeps;
    private final Clock clock;

    DispatchSequenceHandler(ControlPlane controlPlane, SweepSchedule sweeps, Clock clock) {
        this.controlPlane = controlPlane;
        this.sweeps = sweeps;
        this.clock = clock;
    }

    @Override
    public void handle(Delivery delivery, Invocation invocation) {
        if (delivery.source().equals(KeptnEvent.CONTROL_PLANE)) {
            controlPlane.follow(delivery.toBusEvent());
            sweeps.wake();
            return;
        }
        Optional<Sender> sender = Senders.of(delivery, invocation);
        if (sender.isEmpty()) {
            refuse(delivery, invocation, Senders.unknown(delivery));
        } else if (delivery.time().isBefore(clock.instant().minus(OLDEST))) {
            refuse(delivery, invocation, "the trigger is older than " + OLDEST.toHours() + " hours");
        } else {
            trigger(delivery, sender.get(), invocation);
        }
    }

    private void trigger(Delivery delivery, Sender sender, Invocation invocation) {
        try {
            KeptnEvent event = OutsideEvent.of(delivery, sender.taskService());
            if (event.triggeredId() != null && EventType.parse(event.type()).orElse(null) instanceof EventType.Task) {
                ask(event, delivery, sender, invocation);
                return;
            }
            Trigger trigger = Trigger.of(event);
            if (!controlPlane.isKnown(trigger.project())) {
                throw new IllegalArgumentException("there is no project `" + trigger.project() + "`");
            }
            controlPlane.trigger(trigger);
            sweeps.wake();
            invocation
                    .log()
                    .info(
                            "triggered",
                            Map.of(
                                    "context",
                                    trigger.context(),
                                    "project",
                                    trigger.project(),
                                    "source",
                                    sender.taskService()));
        } catch (JsonException | InvalidInputException | IllegalArgumentException e) {
            refuse(delivery, invocation, e.getMessage());
        }
    }

    /** A task service that evaluates asks for values. */
    private void ask(KeptnEvent event, Delivery delivery, Sender sender, Invocation invocation) {
        Receipt receipt = controlPlane.receive(event, sender);
        if (receipt == Receipt.REFUSED || receipt == Receipt.TOO_LARGE) {
            refuse(delivery, invocation, controlPlane.reason(event, sender));
        } else {
            invocation
                    .log()
                    .info(
                            "asked",
                            Map.of("receipt", receipt.name(), "event", event.id(), "sender", sender.taskService()));
        }
    }

    private static void refuse(Delivery delivery, Invocation invocation, @Nullable String reason) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("reason", reason);
        fields.put("event", delivery.id());
        fields.put("type", delivery.detailType());
        fields.put("source", delivery.source());
        invocation.log().warn("refused", fields);
    }
}
