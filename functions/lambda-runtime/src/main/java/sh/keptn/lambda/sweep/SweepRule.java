package sh.keptn.lambda.sweep;

/** The rule that invokes the sweep every minute; enabling and disabling it again changes nothing. */
public interface SweepRule {

    /** Lets it run. */
    void enable();

    /** Stops it: nothing is paid for while nothing is open. */
    void disable();

    /** Asks for the rule and changes nothing. */
    void describe();
}
