package sh.keptn.lambda.services;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ReferredData;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Delivery;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.services.AnswerEvents;
import sh.keptn.services.TaskAnswer;

/**
 * {@code taskGivenUp}: the failure destination of {@code taskService}. It answers a task that could not be done however often it
 * was tried as errored, so that nobody waits for its deadline (Lambda, "Capturing records of Lambda asynchronous invocations").
 * A service that has answered all the same has answered first, and this answer is late.
 */
final class TaskGivenUpFunction implements LambdaFunction {

    private final OwnServices own;
    private final ReferredData data;
    private final Answers answers;
    private final Clock clock;

    TaskGivenUpFunction(OwnServices own, ReferredData data, Answers answers, Clock clock) {
        this.own = own;
        this.data = data;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public @Nullable Object apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        if (!(payload.get("requestPayload") instanceof Map<?, ?> request)) {
            throw new InvalidInputException("expected the record of a failed invocation, with `requestPayload`");
        }
        Delivery delivery = Delivery.of(Json.object(request));
        BusEvent event = delivery.toBusEvent();
        BusEvent triggered = event.stamp().containsKey("asker") ? data.asking(event) : event;
        if (delivery.service() == null && triggered.stamp().get("services") instanceof List<?> services) {
            services.stream()
                    .map(String::valueOf)
                    .filter(service -> own.find(triggered, service).isPresent())
                    .forEach(service -> giveUp(triggered, service, reason(payload)));
        }
        return null;
    }

    private void giveUp(BusEvent triggered, String service, String reason) {
        KeptnEvent event = triggered.event();
        answers.send(new AnswerEvents(
                        event,
                        String.valueOf(triggered.stamp().get("task")),
                        service,
                        phase -> Ids.of("given-up", event.id(), service, phase))
                .finished(
                        TaskAnswer.Finished.errored("task service `" + service + "` broke off: " + reason),
                        clock.instant()));
    }

    private static String reason(Map<String, @Nullable Object> payload) {
        String message = Json.text(Json.child(payload, "responsePayload"), "errorMessage");
        return message == null
                ? String.valueOf(Json.child(payload, "requestContext").get("condition"))
                : message;
    }
}
