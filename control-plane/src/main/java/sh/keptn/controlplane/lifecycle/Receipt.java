package sh.keptn.controlplane.lifecycle;

/** What became of an answer. */
public enum Receipt {
    /** It counts. */
    ACCEPTED,
    /** It was received before; nothing changed. */
    DUPLICATE,
    /** The task has ended without it, or the sender has finished already; it is in the log and changes nothing. */
    LATE,
    /** It is larger than the event bus takes; it is not kept. */
    TOO_LARGE,
    /** No task was ever triggered with this id, or not for this sender; it is not kept. */
    REFUSED
}
