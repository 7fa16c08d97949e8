package sh.keptn.aws.publisher;

/** Ends a run whose time is over; the next one continues. Never leaves this package. */
final class OutOfTimeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfTimeException() {
        super("the time of this run is over", null, false, false);
    }
}
