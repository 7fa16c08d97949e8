package sh.keptn.lambda.services;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ReferredData;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.BusEvent;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.Delivery;
import sh.keptn.lambda.DeliveryHandler;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.services.WorkLog.Claim;
import sh.keptn.services.AnswerEvents;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;

/**
 * {@code taskService}: does a task for every service in its stamp {@code keptn.services} that is done here, once for each event,
 * and puts what it answers on the bus. One that has asked for the answer of another, or has waited, goes on as is stamped in
 * {@code keptn.asker}. A rule that names a {@code service} only tells it of an event; then nobody is answered.
 */
final class TaskServiceHandler implements DeliveryHandler {

    /** What is left for the answer when the work is given up. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final OwnServices services;
    private final WorkLog work;
    private final ReferredData data;
    private final Answers answers;
    private final Clock clock;

    TaskServiceHandler(OwnServices services, WorkLog work, ReferredData data, Answers answers, Clock clock) {
        this.services = services;
        this.work = work;
        this.data = data;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public void handle(Delivery delivery, Invocation invocation) {
        if (!delivery.source().equals(KeptnEvent.CONTROL_PLANE)) {
            throw new InvalidInputException(
                    "expected an event of the control plane, found one of `" + delivery.source() + "`");
        }
        BusEvent event = delivery.toBusEvent();
        String told = delivery.service();
        if (told != null) {
            serve(new Task(event, told, false, null), event.event().id(), invocation);
        } else if (event.stamp().get("asker") instanceof Map<?, ?> asker) {
            Task task = new Task(data.asking(event), String.valueOf(asker.get("service")), true, event);
            // An id is its sender's, who may give each answer the same one.
            serve(task, event.event().triggeredId() + "/" + event.event().id(), invocation);
        } else if (event.stamp().get("services") instanceof List<?> names) {
            serveAll(event, names, invocation);
        }
    }

    /** One that fails holds up no other; it is thrown at the end, so that it comes again. */
    private void serveAll(BusEvent event, List<?> names, Invocation invocation) {
        RuntimeException failure = null;
        for (Object name : names) {
            try {
                serve(
                        new Task(event, String.valueOf(name), true, null),
                        event.event().id(),
                        invocation);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** @param cause what tells the event for which the work is done, once */
    private void serve(Task task, String cause, Invocation invocation) {
        Optional<TaskService> service = services.find(task.triggered(), task.service());
        if (service.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Claim claim = work.claim(cause, task.service(), invocation.requestId(), now, now.plus(invocation.timeLeft()));
        if (claim instanceof Claim.Busy busy) {
            // A repeated delivery. Who works answers, or is retried, or is given up: to fail here would give it up as
            // well.
            invocation
                    .log()
                    .info(
                            "worked on by another invocation",
                            Map.of(
                                    "service", task.service(),
                                    "event", cause,
                                    "until", busy.until().toString()));
        } else if (claim instanceof Claim.Answered answered) {
            answers.send(answered.answer());
        } else if (claim instanceof Claim.Mine mine) {
            KeptnEvent answer =
                    work.keep(cause, task.service(), mine, answer(task, service.get(), invocation), clock.instant());
            if (answer != null) {
                answers.send(answer);
            }
        }
    }

    /** Does the work; returns what is to be said of it, null if that is nothing. */
    private @Nullable KeptnEvent answer(Task task, TaskService service, Invocation invocation) {
        KeptnEvent triggered = task.triggered().event();
        KeptnEvent whole = task.isAnswered() ? data.whole(triggered) : data.wholeIfKnown(triggered);
        if (task.isAnswered() && task.by() == null) {
            answers.send(task.answers().started(clock.instant()));
        }
        Instant end = clock.instant().plus(invocation.timeLeft().minus(RESERVE));
        TaskAnswer answer = service.apply(task.request(whole, end));
        if (!task.isAnswered() || answer instanceof TaskAnswer.Pending) {
            return null;
        }
        KeptnEvent event = said(task, answer);
        return Answers.isTooLarge(event)
                ? task.answers()
                        .finished(
                                TaskAnswer.Finished.errored("the answer has " + Answers.size(event)
                                        + " bytes; an answer may have " + Answers.SIZE_LIMIT),
                                clock.instant())
                : event;
    }

    private KeptnEvent said(Task task, TaskAnswer answer) {
        if (answer instanceof TaskAnswer.Asking asking) {
            return task.answers().asking(asking, clock.instant());
        } else if (answer instanceof TaskAnswer.Waiting waiting) {
            return task.answers().waiting(waiting, clock.instant());
        } else if (answer instanceof TaskAnswer.Progressed progressed) {
            return task.answers().progressed(progressed, task.isFollowed(), clock.instant());
        }
        return task.answers().finished((TaskAnswer.Finished) answer, clock.instant());
    }

    /**
     * An event for a task service.
     *
     * @param isAnswered whether somebody waits for what it says
     * @param by what it goes on after it has asked or waited, null at first
     */
    private record Task(
            BusEvent triggered,
            String service,
            boolean isAnswered,
            @Nullable BusEvent by) {

        private AnswerEvents answers() {
            KeptnEvent event = triggered.event();
            return new AnswerEvents(event, name(), service, phase -> Ids.of("answer", event.id(), service, phase));
        }

        private TaskRequest request(KeptnEvent whole, Instant end) {
            Map<String, @Nullable Object> stamp = triggered.stamp();
            Instant deadline = stamp.get("deadline") instanceof String text ? Instant.parse(text) : end;
            int occurrence = stamp.get("occurrence") instanceof Number number ? number.intValue() : 1;
            TaskRequest request = new TaskRequest(
                            whole, String.valueOf(stamp.get("sequence")), name(), occurrence, deadline)
                    .within(end);
            return by == null ? request : request.goingOn(by);
        }

        private String name() {
            return String.valueOf(triggered.stamp().getOrDefault("task", ""));
        }

        private boolean isFollowed() {
            return Boolean.TRUE.equals(triggered.stamp().get("progress"));
        }
    }
}
