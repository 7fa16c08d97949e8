package sh.keptn.standalone.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import sh.keptn.standalone.engine.Snapshot.Waiting;

/** Runs Wait states: waits for an instant, if it has not passed. */
final class WaitState {

    private final Draft draft;
    private final StateChanges changes;

    WaitState(Draft draft, StateChanges changes) {
        this.draft = draft;
        this.changes = changes;
    }

    void run(State.Wait wait) {
        Instant until = until(wait);
        if (until.isAfter(draft.now())) {
            draft.waitFor(new Waiting.ForTime(draft.nextNumber(), until));
        } else {
            changes.exit(wait.common());
        }
    }

    private Instant until(State.Wait wait) {
        Scope scope = draft.scope(Map.of());
        if (wait.seconds() != null) {
            return draft.now().plusSeconds(wait.seconds().seconds(scope, "Seconds", 0));
        }
        if (wait.timestamp() == null) {
            throw new IllegalStateException("a Wait state without Seconds and Timestamp");
        }
        String text = wait.timestamp().text(scope, "Timestamp");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw scope.error(
                    "Timestamp",
                    "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                            + text);
        }
    }
}
