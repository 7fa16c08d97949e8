package sh.keptn.services.test;

/** A script of JMeter was not run; the message says why, and what to do. */
public final class JMeterException extends Exception {

    private static final long serialVersionUID = 1L;

    JMeterException(String message) {
        super(message);
    }

    JMeterException(String message, Throwable cause) {
        super(message, cause);
    }
}
