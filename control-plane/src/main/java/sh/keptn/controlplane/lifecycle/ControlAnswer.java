package sh.keptn.controlplane.lifecycle;

/**
 * What became of a command to control sequences.
 *
 * @param message one sentence that says so
 */
public record ControlAnswer(Verdict verdict, String message) {

    /** Whether it is as was wanted. */
    public enum Verdict {
        /** It is so now. */
        DONE,
        /** It was so before; nothing has changed. */
        ALREADY,
        /** It cannot be so; nothing has changed. */
        IMPOSSIBLE
    }
}
