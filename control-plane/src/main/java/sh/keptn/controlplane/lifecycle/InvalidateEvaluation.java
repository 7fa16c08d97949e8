package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.EvaluationRef;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Takes {@code evaluation.invalidated}: the results of an {@code evaluation.triggered} are compared with no more. */
public final class InvalidateEvaluation {

    private static final String INVALIDATED = "invalidated";

    private final Decider decider;

    InvalidateEvaluation(Decider decider) {
        this.decider = decider;
    }

    /** For a store in which no control plane works now. */
    public InvalidateEvaluation(Store store, Clock clock) {
        this(new Decider(store, clock, effects -> {}));
    }

    /**
     * Takes the results back of everybody who has answered an {@code evaluation.triggered}; what followed from them, the run, stays as
     * it is. Of results that were taken back already the first reason stays.
     *
     * @param event whose {@code triggeredid} names the {@code evaluation.triggered}; its reason is {@code data.evaluation.reason}, else
     *     {@code data.message}
     * @param sender who says so
     * @return refused where no result is known
     */
    public Receipt receive(KeptnEvent event, String sender) {
        String triggeredId = event.triggeredId();
        return triggeredId == null
                ? Receipt.REFUSED
                : decider.decide(work -> receive(work, event, triggeredId, sender));
    }

    /** An event that takes a result back. */
    public static KeptnEvent event(EvaluationRow result, String reason, String sender, Instant now) {
        return new KeptnEvent(
                Ids.of("invalidated", result.triggeredId(), sender, reason),
                sender,
                new EventType.Task("evaluation", INVALIDATED).text(),
                now,
                result.context(),
                result.triggeredId(),
                null,
                Map.of("message", reason));
    }

    /** Whether an event is one. */
    static boolean isMeant(EventType.Task type) {
        return type.phase().equals(INVALIDATED) && Evaluated.isEvaluation(type.task());
    }

    private static Receipt receive(UnitOfWork work, KeptnEvent event, String triggeredId, String sender) {
        List<EvaluationRow> results =
                work.find(EvaluationRef.TABLE, EvaluationRef.partition(triggeredId), "", ref -> true).stream()
                        .flatMap(ref -> work.read(EvaluationRow.TABLE, ref.result()).stream())
                        .toList();
        if (results.isEmpty()) {
            return Receipt.REFUSED;
        }
        EvaluationRow first = results.get(0);
        KeptnEvent scoped = scoped(work, event, first, sender);
        if (work.received(first.project(), scoped).isPresent()) {
            return Receipt.DUPLICATE;
        }
        work.appendReceived(first.project(), scoped);
        EvaluationRow.Invalidation why = new EvaluationRow.Invalidation(reason(event), sender, work.now());
        results.stream()
                .filter(row -> row.invalidated() == null)
                .forEach(row -> work.write(EvaluationRow.TABLE, row.invalidated(why)));
        return Receipt.ACCEPTED;
    }

    private static String reason(KeptnEvent event) {
        String reason = Json.text(Json.child(event.data(), "evaluation"), "reason");
        String message = event.dataText("message");
        return reason != null ? reason : message == null ? "" : message;
    }

    private static KeptnEvent scoped(UnitOfWork work, KeptnEvent event, EvaluationRow result, String sender) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(event.data());
        data.put("project", result.project());
        data.put("stage", result.stage());
        data.put("service", result.service());
        return new KeptnEvent(
                event.id(),
                sender,
                event.type(),
                work.now(),
                result.context(),
                event.triggeredId(),
                event.gitCommitId(),
                data);
    }
}
