package sh.keptn.cli.run;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.events.KeptnEvent;

/** Sees a run happen, and decides what waits for a person. Called by one thread. */
public interface RunListener {

    /** The next event of the log. */
    void event(KeptnEvent event);

    /** Called a few times a second while the run goes on. */
    void tick(Instant now);

    /**
     * Asks for a decision on an open approval.
     *
     * @param isOpen whether it still waits: it may time out, or be closed by what fails beside it, while somebody thinks
     * @return empty if there is nobody to ask, or it does not wait any more
     */
    Optional<Boolean> approve(OpenTask task, BooleanSupplier isOpen);

    /** A task that waits for somebody outside when the run stops. */
    void stillOpen(OpenTask task);

    /** A task that is not asked for because the context is paused when the run stops. */
    void stillHeld(ContextStatus.Held task);

    /** A sequence that waits for other contexts to leave its stage when the run stops. */
    void stillQueued(ContextStatus.Queued sequence);

    /**
     * A task that waits.
     *
     * @param state what tells it from other tasks of its name in the sequence: {@code approval (2)}; else the task
     * @param result the result that is to be approved, empty if there is none
     */
    record OpenTask(
            String stage,
            String sequence,
            String state,
            String task,
            String result,
            String triggeredId,
            String sender) {}
}
