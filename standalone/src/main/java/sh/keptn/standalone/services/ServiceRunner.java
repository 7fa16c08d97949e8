package sh.keptn.standalone.services;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.AnswerEvents;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.standalone.bus.DeadLetter;
import sh.keptn.standalone.bus.Delivered;

/**
 * Serves one task service: says {@code started}, lets the worker do the task, and says how it went. Ids of the answers are
 * derived, so a task that is delivered twice is answered once.
 */
public final class ServiceRunner {

    /** How long a service may take over an event that it does not have to answer. */
    private static final Duration NOTIFICATION_TIME = Duration.ofMinutes(30);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final String service;
    private final TaskWorker worker;
    private final ControlPlane controlPlane;
    private final Clock clock;

    public ServiceRunner(String service, TaskWorker worker, ControlPlane controlPlane, Clock clock) {
        this.service = service;
        this.worker = worker;
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    /** The pattern of the tasks that this service has to answer. */
    public static String pattern(String service) {
        return Json.write(Map.of(
                "source", List.of(KeptnEvent.CONTROL_PLANE),
                "detail", Map.of("keptn", Map.of("kind", List.of("task.triggered"), "services", List.of(service)))));
    }

    /** The pattern of the events by which this service goes on after it has asked for them, or has waited. */
    public static String askerPattern(String service) {
        return Json.write(Map.of(
                "source",
                List.of(KeptnEvent.CONTROL_PLANE),
                "detail",
                Map.of(
                        "keptn",
                        Map.of(
                                "kind",
                                List.of("task.finished", "task.due"),
                                "asker",
                                Map.of("service", List.of(service))))));
    }

    /** Takes a {@code task.triggered} from the bus. */
    public Delivered serve(BusEvent triggered) {
        return serve(triggered, request(triggered, task(triggered)), true);
    }

    /** Takes an event from the bus by which this service goes on with its task. */
    public Delivered goOn(BusEvent by) {
        BusEvent triggered = controlPlane.referredData().asking(by);
        return serve(triggered, request(triggered, task(triggered)).goingOn(by), false);
    }

    private Delivered serve(BusEvent triggered, TaskRequest request, boolean isFirst) {
        KeptnEvent event = triggered.event();
        if (!controlPlane.isAwaited(event.id(), service)) {
            return Delivered.DONE;
        }
        if (!worker.takes(event)) {
            return waiting(request);
        }
        AnswerEvents answers = answers(event, request.task());
        if (isFirst) {
            controlPlane.receive(answers.started(clock.instant()), service);
        }
        TaskWorker.Answer worked =
                worker.work(request.with(controlPlane.referredData().whole(event)));
        if (worked.answer() instanceof TaskAnswer.Asking asking) {
            return ask(triggered, request, answers.asking(asking, clock.instant()));
        }
        Instant due = event.time().plus(worked.delay());
        if (clock.instant().isBefore(due)) {
            return Delivered.laterToGoOn(due);
        }
        return send(
                request, worked.answer(), Boolean.TRUE.equals(triggered.stamp().get("progress")));
    }

    /** The answer comes by the bus; it is here where the question was put before, by a process that has stopped then. */
    private Delivered ask(BusEvent triggered, TaskRequest request, KeptnEvent question) {
        Receipt receipt = controlPlane.receive(question, service);
        if (receipt == Receipt.TOO_LARGE) {
            return finish(request, TaskAnswer.Finished.errored(controlPlane.reason(question, service)));
        }
        Optional<KeptnEvent> answer =
                receipt == Receipt.DUPLICATE ? controlPlane.answerTo(question, service) : Optional.empty();
        return answer.isPresent() ? serve(triggered, request.answered(answer.get()), false) : Delivered.DONE;
    }

    /** Answers a task that the service could not take however often it was delivered. */
    public void giveUp(DeadLetter letter) {
        TaskAnswer.Finished answer = TaskAnswer.Finished.errored(
                "task service `" + service + "` broke off " + letter.tries() + " times: " + letter.error());
        BusEvent event = letter.event();
        BusEvent triggered =
                event.stamp().containsKey("asker") ? controlPlane.referredData().asking(event) : event;
        finish(request(triggered, String.valueOf(triggered.stamp().get("task"))), answer);
    }

    /** Tells a task service of an event that it does not have to answer. */
    public Delivered notify(BusEvent event) {
        if (!worker.takes(event.event())) {
            return Delivered.laterToGiveUp(clock.instant().plus(NOTIFICATION_TIME));
        }
        TaskRequest request = request(event, String.valueOf(event.stamp().getOrDefault("task", "")));
        worker.work(request.with(controlPlane.referredData().wholeIfKnown(event.event())));
        return Delivered.DONE;
    }

    /** @param follows whether the shipyard has something for the task's progress */
    private Delivered send(TaskRequest request, TaskAnswer answer, boolean follows) {
        if (answer instanceof TaskAnswer.Finished finished) {
            return finish(request, finished);
        }
        if (answer instanceof TaskAnswer.Progressed progressed) {
            return take(
                    request, answers(request.event(), request.task()).progressed(progressed, follows, clock.instant()));
        }
        if (answer instanceof TaskAnswer.Waiting waiting) {
            return take(request, answers(request.event(), request.task()).waiting(waiting, clock.instant()));
        }
        return waiting(request);
    }

    /** Others answer; nobody has to look before the deadline, nor all the time until the control plane gives up after it. */
    private Delivered waiting(TaskRequest request) {
        Instant soonest = clock.instant().plus(LOOK_AGAIN);
        return Delivered.laterToGiveUp(request.deadline().isBefore(soonest) ? soonest : request.deadline());
    }

    private Delivered take(TaskRequest request, KeptnEvent answer) {
        if (controlPlane.receive(answer, service) == Receipt.TOO_LARGE) {
            return finish(request, TaskAnswer.Finished.errored(controlPlane.reason(answer, service)));
        }
        return Delivered.DONE;
    }

    private Delivered finish(TaskRequest request, TaskAnswer.Finished finished) {
        return take(request, answers(request.event(), request.task()).finished(finished, clock.instant()));
    }

    private AnswerEvents answers(KeptnEvent triggered, String task) {
        return new AnswerEvents(triggered, task, service, phase -> Ids.of("answer", triggered.id(), service, phase));
    }

    private static String task(BusEvent triggered) {
        return ((EventType.Task) EventType.parse(triggered.event().type()).orElseThrow()).task();
    }

    private TaskRequest request(BusEvent event, String task) {
        Map<String, @Nullable Object> stamp = event.stamp();
        Instant deadline = stamp.get("deadline") instanceof String text
                ? Instant.parse(text)
                : clock.instant().plus(NOTIFICATION_TIME);
        int occurrence = stamp.get("occurrence") instanceof Number number ? number.intValue() : 1;
        return new TaskRequest(event.event(), String.valueOf(stamp.get("sequence")), task, occurrence, deadline);
    }
}
