package sh.keptn.services.test;

import java.time.Duration;
import java.util.Map;
import sh.keptn.scenarios.results.TestResults;

/** Runs scripts of JMeter, where there is one. */
@FunctionalInterface
public interface JMeter {

    /**
     * Runs a script to its end, or until the time is over.
     *
     * @param properties what the script reads by {@code ${__P(name)}}
     * @throws JMeterException if it could not be run, or has sent nothing
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; JMeter is stopped then
     */
    Run run(JMeterScript script, Map<String, String> properties, Duration left) throws JMeterException;

    /**
     * What came of it.
     *
     * @param wasCut whether the time was over before
     */
    record Run(TestResults results, boolean wasCut) {}

    /** A platform without JMeter. */
    static JMeter missing(String sentence) {
        return (script, properties, left) -> {
            throw new JMeterException(sentence);
        };
    }
}
