package sh.keptn.api.events;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sh.keptn.api.access.Need;
import sh.keptn.api.access.Token;
import sh.keptn.api.access.Verb;
import sh.keptn.api.http.ApiException;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.api.operation.Operation;
import sh.keptn.controlplane.lifecycle.AskedTask;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/**
 * Takes events: those that ask for sequences, and answers to tasks. What is answered with 200 is stored; the answer is {@code
 * {"keptnContext": UUID}} as Keptn's, for a batch a list with one for each event. Of a batch nothing is taken if one event cannot
 * be read or is not allowed; one that is refused after that stands in the list as error, and the status is the highest one.
 */
public final class PostEvents implements Operation.Guarded {

    private static final List<String> FINISHED_NEEDS = List.of("result", "status");

    private final ControlPlane controlPlane;
    private final Runnable opened;
    private final OutsideEvents events;

    /**
     * @param opened is told when something may have been opened that has to be looked after
     * @param ids draws a new id each time
     */
    public PostEvents(ControlPlane controlPlane, Runnable opened, Supplier<String> ids, Clock clock) {
        this.controlPlane = controlPlane;
        this.opened = opened;
        this.events = new OutsideEvents(ids, clock);
    }

    @Override
    public Set<Verb> verbs() {
        return Set.of(Verb.TRIGGER, Verb.ANSWER);
    }

    @Override
    public Prepared prepare(ApiRequest request, Token caller) {
        List<Taken> all =
                events.read(request, caller.name()).stream().map(this::taken).toList();
        List<Need> needs = all.stream().map(Taken::need).toList();
        return OutsideEvents.isBatch(request)
                ? new Prepared(needs, () -> batch(all))
                : new Prepared(
                        needs, () -> ApiResponse.json(200, all.get(0).take().get()));
    }

    /** An event that was read: what it needs, and what is done with it. */
    private record Taken(Need need, Supplier<Map<String, Object>> take) {}

    private static ApiResponse batch(List<Taken> all) {
        List<Map<String, Object>> answers = new ArrayList<>();
        int status = 200;
        for (Taken each : all) {
            try {
                answers.add(each.take().get());
            } catch (ApiException e) {
                answers.add(e.problem().toJson());
                status = Math.max(status, e.problem().code());
            }
        }
        return ApiResponse.json(status, answers);
    }

    private Taken taken(OutsideEvents.Claim claim) {
        KeptnEvent event = claim.event();
        EventType type = EventType.parse(event.type()).orElse(null);
        if (type instanceof EventType.Sequence sequence && sequence.phase().equals(EventType.TRIGGERED)) {
            return trigger(claim, sequence);
        } else if (type instanceof EventType.Task task
                && !task.phase().equals(EventType.TRIGGERED)
                && event.triggeredId() != null) {
            return answer(claim, task, event.triggeredId());
        }
        throw new ApiException(400, claim.where() + ": " + controlPlane.reason(event, claim.source()));
    }

    private Taken trigger(OutsideEvents.Claim claim, EventType.Sequence type) {
        KeptnEvent event = claim.event();
        String stage = event.dataText("stage");
        if (stage != null && !stage.isEmpty() && !stage.equals(type.stage())) {
            throw new ApiException(
                    400, claim.where() + ": `data.stage` is `" + stage + "`, but `type` says `" + type.stage() + "`");
        }
        Trigger trigger = read(claim);
        return new Taken(new Need(Verb.TRIGGER, trigger.project(), trigger.stage(), null), () -> {
            if (!controlPlane.isKnown(trigger.project())) {
                throw new ApiException(404, "there is no project `" + trigger.project() + "`");
            }
            try {
                controlPlane.trigger(trigger);
            } catch (IllegalArgumentException e) {
                throw new ApiException(400, claim.where() + ": " + e.getMessage(), e);
            }
            opened.run();
            return Map.of("keptnContext", trigger.context());
        });
    }

    private static Trigger read(OutsideEvents.Claim claim) {
        try {
            return Trigger.of(claim.event());
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, claim.where() + ": " + e.getMessage(), e);
        }
    }

    private Taken answer(OutsideEvents.Claim claim, EventType.Task type, String triggeredId) {
        if (type.phase().equals(EventType.FINISHED)) {
            FINISHED_NEEDS.forEach(key -> require(claim, key));
        }
        AskedTask asked = controlPlane
                .asked(triggeredId)
                .orElseThrow(() -> new ApiException(
                        404, claim.where() + ": no task was asked for by an event `" + triggeredId + "`"));
        String sender = asked.answerer(claim.source())
                .orElseThrow(() -> new ApiException(
                        409,
                        claim.where() + ": several task services answer `" + asked.task()
                                + "`; say whose answer it is by" + " `source`: "
                                + String.join(", ", asked.expected())));
        return new Taken(new Need(Verb.ANSWER, asked.project(), asked.stage(), sender), () -> {
            receive(claim, sender, asked);
            return Map.of("keptnContext", asked.triggered().context());
        });
    }

    /** Without them the task would fail, and nobody would know why (Keptn 1.x, validation of events). */
    private static void require(OutsideEvents.Claim claim, String key) {
        String value = claim.event().dataText(key);
        if (value == null || value.isEmpty()) {
            throw new ApiException(
                    400,
                    claim.where() + " has no `data." + key
                            + "`; what finishes a task has a result (pass, warning, fail) and a status (succeeded, errored,"
                            + " aborted)");
        }
    }

    private void receive(OutsideEvents.Claim claim, String sender, AskedTask asked) {
        KeptnEvent event = claim.event();
        Receipt receipt = controlPlane.receive(event, sender);
        switch (receipt) {
            case ACCEPTED, DUPLICATE -> {}
            case LATE ->
                throw new ApiException(
                        409,
                        claim.where() + ": `" + asked.task() + "` has ended, or `" + sender
                                + "` has finished it already; the event is in the log and changes nothing");
            case TOO_LARGE -> throw new ApiException(413, claim.where() + ": " + controlPlane.reason(event, sender));
            case REFUSED -> throw new ApiException(400, claim.where() + ": " + controlPlane.reason(event, sender));
        }
    }
}
