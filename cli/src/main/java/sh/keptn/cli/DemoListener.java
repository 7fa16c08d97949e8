package sh.keptn.cli;

import java.time.Instant;
import java.util.List;
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
        }
        Object urls = Json.child(event.data(), "deployment").get("deploymentURIsLocal");
        if (stage.equals("production") && urls instanceof List<?> list && !list.isEmpty()) {
            productionUrl = String.valueOf(list.get(0));
        }
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
