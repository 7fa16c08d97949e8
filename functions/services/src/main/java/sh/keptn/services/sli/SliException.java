package sh.keptn.services.sli;

import java.time.Duration;

/** There is no value for an indicator. */
public final class SliException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean isTemporary;
    private final Duration pause;

    private SliException(String sentence, boolean isTemporary, Duration pause) {
        super(sentence);
        this.isTemporary = isTemporary;
        this.pause = pause;
    }

    /** Asking again may help: the provider is overloaded, or could not be reached. */
    public static SliException temporary(String sentence) {
        return temporary(sentence, Duration.ZERO);
    }

    /**
     * Asking again may help.
     *
     * @param pause how long the provider wants to be left alone; zero if it does not say
     */
    public static SliException temporary(String sentence, Duration pause) {
        return new SliException(sentence, true, pause);
    }

    /** Asking again does not help: the query is wrong, or there is no data. */
    public static SliException lasting(String sentence) {
        return new SliException(sentence, false, Duration.ZERO);
    }

    /** Whether asking again may help. */
    public boolean isTemporary() {
        return isTemporary;
    }

    /** How long the provider wants to be left alone before it is asked again. */
    public Duration pause() {
        return pause;
    }
}
