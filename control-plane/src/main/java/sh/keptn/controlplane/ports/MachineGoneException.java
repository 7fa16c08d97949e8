package sh.keptn.controlplane.ports;

/** A state machine of which an execution is to be started is not there any more: it was deleted by others than the control plane. */
public final class MachineGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param machine reference of the version that is gone */
    public MachineGoneException(String machine, Throwable cause) {
        super(
                "the state machine " + machine + " was deleted; publish the project again, and start the sequence anew",
                cause);
    }
}
