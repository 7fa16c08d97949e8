package sh.keptn.standalone.awsapi;

/** Definitions for tests. */
final class Fixtures {

    private Fixtures() {}

    /** A state machine that starts at its first state; quotation marks are single ones. */
    static String machine(String states) {
        String first = states.substring(0, states.indexOf(':'));
        return ("{'QueryLanguage':'JSONata','StartAt':" + first + ",'States':{" + states + "}}").replace('\'', '"');
    }
}
