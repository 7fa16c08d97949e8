package sh.keptn.lambda.control;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.controlplane.lifecycle.Sender;
import sh.keptn.events.EventType;
import sh.keptn.events.JsonException;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Delivery;
import sh.keptn.lambda.DeliveryHandler;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;

/**
 * {@code receiveEvent}: takes what others say about tasks. What nobody waits for is refused: it would be refused again, so it is
 * written to the log and does not come back.
 */
final class ReceiveEventHandler implements DeliveryHandler {

    private final ControlPlane controlPlane;
    private final Clock clock;

    ReceiveEventHandler(ControlPlane controlPlane, Clock clock) {
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    @Override
    public void handle(Delivery delivery, Invocation invocation) {
        Optional<Sender> sender = Senders.of(delivery, invocation);
        if (sender.isEmpty()) {
            refuse(delivery, invocation, Senders.unknown(delivery));
            return;
        }
        try {
            receive(OutsideEvent.of(delivery, sender.get().taskService()), sender.get(), delivery, invocation);
        } catch (JsonException | InvalidInputException e) {
            refuse(delivery, invocation, e.getMessage());
        }
    }

    private void receive(KeptnEvent event, Sender sender, Delivery delivery, Invocation invocation) {
        Receipt receipt = controlPlane.receive(event, sender);
        if (receipt == Receipt.TOO_LARGE) {
            String reason = controlPlane.reason(event, sender);
            refuse(delivery, invocation, reason);
            // Whoever sent it cannot be told, and the task would wait for an answer that was given.
            controlPlane.receive(errored(event, reason), sender);
        } else if (receipt == Receipt.REFUSED) {
            refuse(delivery, invocation, controlPlane.reason(event, sender));
        } else {
            invocation
                    .log()
                    .info(
                            "received",
                            Map.of(
                                    "receipt",
                                    receipt.name(),
                                    "event",
                                    event.id(),
                                    "type",
                                    event.type(),
                                    "sender",
                                    sender.taskService()));
        }
    }

    /** The end of a task whose answer is lost; anything less that is lost does not end it. */
    private KeptnEvent errored(KeptnEvent event, String reason) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        String phase = EventType.parse(event.type()).map(EventType::phase).orElse("");
        if (phase.equals(EventType.FINISHED)) {
            data.put("result", "fail");
            data.put("status", "errored");
        }
        data.put("message", reason);
        return new KeptnEvent(
                event.id(),
                event.source(),
                event.type(),
                clock.instant(),
                event.context(),
                event.triggeredId(),
                event.gitCommitId(),
                data);
    }

    private static void refuse(Delivery delivery, Invocation invocation, @Nullable String reason) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("reason", reason);
        fields.put("event", delivery.id());
        fields.put("type", delivery.detailType());
        fields.put("source", delivery.source());
        fields.put("account", delivery.account());
        invocation.log().warn("refused", fields);
    }
}
