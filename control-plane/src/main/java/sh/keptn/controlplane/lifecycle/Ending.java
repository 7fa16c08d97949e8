package sh.keptn.controlplane.lifecycle;

import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.events.EventType;

/**
 * How the run of a sequence ends.
 *
 * @param phase of the sequence's event: finished, or in-progress where its task goes on after others
 * @param evaluateTriggers whether other sequences may follow
 */
record Ending(String phase, Outcome outcome, boolean evaluateTriggers) {

    /** Ran to its end, or failed, or ran out of time. */
    static Ending finished(Outcome outcome) {
        return new Ending(EventType.FINISHED, outcome, true);
    }

    /** Was stopped or could not run: nothing follows. */
    static Ending stopped(Outcome outcome) {
        return new Ending(EventType.FINISHED, outcome, false);
    }

    /** Was aborted: the result is pass, as in Keptn. */
    static Ending aborted(String reason) {
        return stopped(new Outcome(Outcome.PASS, Outcome.ABORTED, reason));
    }

    /** Goes on when what listens to its progress has finished. */
    static Ending inProgress(String message) {
        return new Ending(EventType.IN_PROGRESS, new Outcome(Outcome.PASS, Outcome.IN_PROGRESS, message), true);
    }

    /** Whether the run did what it should, so that nothing has to be taken back. */
    boolean isGood() {
        return outcome.continues() && !outcome.status().equals(Outcome.ABORTED);
    }

    /** Whether the sequence has come to its end, and not only this run of it. */
    boolean isFinal() {
        return phase.equals(EventType.FINISHED);
    }
}
