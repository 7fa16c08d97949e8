package sh.keptn.lambda.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.sweep.SweepSchedule;

/** {@code sweep}: does what is due and nobody else has done; a rule invokes it every minute while something is open. */
final class SweepFunction implements LambdaFunction {

    private static final String TYPE = "Scheduled Event";

    /** Enough for what one look can take, and for the end. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    /** A row is due and nothing can be done about it where its entry in the index lags behind, or its state machine is missing. */
    private static final int MOST_IN_VAIN = 10;

    private final ControlPlane controlPlane;
    private final SweepSchedule sweeps;
    private final Clock clock;

    SweepFunction(ControlPlane controlPlane, SweepSchedule sweeps, Clock clock) {
        this.controlPlane = controlPlane;
        this.sweeps = sweeps;
        this.clock = clock;
    }

    @Override
    public Map<String, @Nullable Object> apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        if (!TYPE.equals(payload.get("detail-type"))) {
            throw new InvalidInputException("expected the `" + TYPE + "` of a rule with a schedule");
        }
        SweepSchedule.State before = sweeps.state();
        boolean isOpen = true;
        try {
            isOpen = sweep(invocation);
        } finally {
            sweeps.swept(before, isOpen);
        }
        return Map.of("open", isOpen);
    }

    /** Returns whether anything is due now or later. */
    private boolean sweep(Invocation invocation) {
        Instant last = null;
        for (int inVain = 0; inVain < MOST_IN_VAIN && invocation.hasTime(RESERVE); inVain++) {
            Instant next = controlPlane.sweep(() -> invocation.hasTime(RESERVE));
            if (next == null) {
                return false;
            } else if (next.isAfter(clock.instant())) {
                return true;
            } else if (!next.equals(last)) {
                inVain = 0;
            }
            last = next;
        }
        return true;
    }
}
