package sh.keptn.services.sli;

/**
 * Asks one monitoring system for the value of one indicator. Placeholders, retries, deadlines and asking several at once are the
 * caller's.
 */
@FunctionalInterface
public interface SliProvider {

    /**
     * The value, in the indicator's own unit, never rounded.
     *
     * @throws SliException if there is none; its sentence stands with the indicator
     */
    double value(SliQuery query) throws SliException;
}
