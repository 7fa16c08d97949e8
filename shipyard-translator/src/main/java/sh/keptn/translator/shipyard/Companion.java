package sh.keptn.translator.shipyard;

/** What runs after a sequence has ended, in a state machine of its own that does not change the sequence's result. */
public enum Companion {
    /** Takes back what a canary has done, where the run did not pass. Comes first. */
    ROLLBACK("rollback", "rollback"),
    /** The author's steps for a run that did not pass. */
    ON_FAILURE("onFailure", "on-failure"),
    /** The author's steps for every run. */
    FINALLY("finally", "finally");

    private final String key;
    private final String suffix;

    Companion(String key, String suffix) {
        this.key = key;
        this.suffix = suffix;
    }

    /** As a shipyard and a plan name it. */
    public String key() {
        return key;
    }

    /** As the names of machines and files end. */
    public String suffix() {
        return suffix;
    }
}
