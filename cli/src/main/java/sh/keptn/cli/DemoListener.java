package sh.keptn.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.cli.run.RunListener;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Passes a run on to its output and remembers what the demo tells of it afterwards. */
final class DemoListener implements RunListener {

    private final RunListener output;
    private String failedStage = "";
    private String failedTask = "";
    private String failure = "";
    private List<String> reasons = List.of();
    private @Nullable String productionUrl;

    DemoListener(RunListener output) {
        this.output = output;
    }

    /** The stage of the last task that failed, empty if none did. */
    String failedStage() {
        return failedStage;
    }

    String failedTask() {
        return failedTask;
    }

    /** Why it failed. */
    String failure() {
        return failure;
    }

    /** What a quality gate says about each criterion, if it was one that failed. */
    List<String> reasons() {
        return reasons;
    }

    /** Where the service answers in production, null if it was not deployed there. */
    @Nullable
    String productionUrl() {
        return productionUrl;
    }

    @Override
    public void event(KeptnEvent event) {
        output.event(event);
        if (EventType.parse(event.type()).orElse(null) instanceof EventType.Task task
                && task.phase().equals(EventType.FINISHED)) {
            finished(task.task(), event);
        }
    }

    private void finished(String task, KeptnEvent event) {
        String stage = String.valueOf(event.dataText("stage"));
        if ("fail".equals(event.dataText("result"))) {
            failedStage = stage;
            failedTask = task;
            failure = String.valueOf(event.dataText("message"));
            reasons = reasons(Json.child(Json.child(event.data(), "evaluation"), "explanation"));
        }
        Object urls = Json.child(event.data(), "deployment").get("deploymentURIsLocal");
        if (stage.equals("production") && urls instanceof List<?> list && !list.isEmpty()) {
            productionUrl = String.valueOf(list.get(0));
        }
    }

    private static List<String> reasons(Map<String, @Nullable Object> explanation) {
        List<String> reasons = new ArrayList<>();
        for (Map<String, @Nullable Object> objective : objects(explanation.get("objectives"))) {
            String name = objective.get("displayName") + " (" + objective.get("sli") + "): ";
            for (Map<String, @Nullable Object> criterion : objects(objective.get("criteria"))) {
                reasons.add(name + criterion.get("rule") + " for " + criterion.get("in") + ", "
                        + (Boolean.TRUE.equals(criterion.get("violated")) ? "violated" : "holds"));
            }
        }
        return reasons;
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> Json.object((Map<?, ?>) item))
                        .toList()
                : List.of();
    }

    @Override
    public void tick(Instant now) {
        output.tick(now);
    }

    @Override
    public Optional<Boolean> approve(OpenTask task, BooleanSupplier isOpen) {
        return output.approve(task, isOpen);
    }

    @Override
    public void stillHeld(ContextStatus.Held task) {
        output.stillHeld(task);
    }

    @Override
    public void stillQueued(ContextStatus.Queued sequence) {
        output.stillQueued(sequence);
    }

    @Override
    public void stillOpen(OpenTask task) {
        output.stillOpen(task);
    }
}
