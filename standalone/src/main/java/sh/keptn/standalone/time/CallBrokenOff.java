package sh.keptn.standalone.time;

/** The process ends before a call has ended: nothing is known of the call, and it is made again after the next start. */
public final class CallBrokenOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CallBrokenOff() {
        super("the process ends", null, false, false);
    }
}
