package sh.keptn.lambda;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * A function that a rule of the bus invokes, directly or through a queue. Of a queue's batch it answers the messages that have to
 * come again and no others ({@code ReportBatchItemFailures}; Lambda, "Handling errors for an SQS event source").
 */
public final class BusFunction implements LambdaFunction {

    /** With less time than this, the rest of a batch comes again. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final DeliveryHandler handler;

    public BusFunction(DeliveryHandler handler) {
        this.handler = handler;
    }

    @Override
    public @Nullable Object apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        if (payload.get("Records") instanceof List<?> records) {
            return Map.of("batchItemFailures", failures(records, invocation));
        }
        handler.handle(Delivery.of(payload), invocation);
        return null;
    }

    private List<Map<String, String>> failures(List<?> records, Invocation invocation) {
        List<Map<String, String>> failures = new ArrayList<>();
        for (Object record : records) {
            Map<String, @Nullable Object> message = message(record);
            String id = String.valueOf(message.get("messageId"));
            // What comes after a failure in an ordered queue must not overtake it.
            boolean mustWait = !failures.isEmpty() && isOrdered(message);
            if (mustWait || !invocation.hasTime(RESERVE) || !isHandled(message, id, invocation)) {
                failures.add(Map.of("itemIdentifier", id));
            }
        }
        return failures;
    }

    private static Map<String, @Nullable Object> message(@Nullable Object record) {
        if (record instanceof Map<?, ?> map && map.get("messageId") instanceof String) {
            return Json.object(map);
        }
        throw new InvalidInputException("expected the messages of an SQS queue; a record has no `messageId`");
    }

    private static boolean isOrdered(Map<String, @Nullable Object> message) {
        return String.valueOf(message.get("eventSourceARN")).endsWith(".fifo");
    }

    private boolean isHandled(Map<String, @Nullable Object> message, String id, Invocation invocation) {
        try {
            String body = Json.text(message, "body");
            handler.handle(Delivery.of(Json.parseObject(body == null ? "" : body)), invocation);
            return true;
        } catch (RuntimeException e) {
            invocation.log().error(e, Map.of("messageId", id));
            return false;
        }
    }
}
