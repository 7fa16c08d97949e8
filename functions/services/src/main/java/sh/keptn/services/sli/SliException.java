package sh.keptn.services.sli;

/** There is no value for an indicator. */
public final class SliException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean isTemporary;

    private SliException(String sentence, boolean isTemporary) {
        super(sentence);
        this.isTemporary = isTemporary;
    }

    /** Asking again may help: the provider is overloaded, or could not be reached. */
    public static SliException temporary(String sentence) {
        return new SliException(sentence, true);
    }

    /** Asking again does not help: the query is wrong, or there is no data. */
    public static SliException lasting(String sentence) {
        return new SliException(sentence, false);
    }

    /** Whether asking again may help. */
    public boolean isTemporary() {
        return isTemporary;
    }
}
