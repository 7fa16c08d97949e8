package sh.keptn.services.test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sh.keptn.scenarios.http.HttpScenario;
import sh.keptn.scenarios.jmeter.Workloads;
import sh.keptn.scenarios.results.Indicator;
import sh.keptn.scenarios.results.Measured;
import sh.keptn.scenarios.results.TestResults;

/**
 * Whether a test was passed.
 *
 * @param sentence what people read: what was wrong, or the figures
 */
record Verdict(boolean isPass, String sentence) {

    /**
     * Looks at the thresholds, and at the errors where no threshold does.
     *
     * @param name of the test
     * @param acceptedErrorRate how many requests of all may fail where the scenario does not say
     */
    static Verdict of(String name, HttpScenario scenario, HttpLoad.Played played, double acceptedErrorRate) {
        TestResults results = played.results();
        List<String> broken = new ArrayList<>();
        for (HttpScenario.Threshold threshold : scenario.thresholds()) {
            Optional<Double> value = results.value(threshold.indicator());
            if (value.isEmpty()) {
                broken.add(threshold.text() + " has no value");
            } else if (!threshold.holds(value.get())) {
                broken.add(threshold.text() + " is " + number(value.get()) + ", expected "
                        + threshold.limit().text());
            }
        }
        Measured total = results.total();
        boolean isAskedForErrors = scenario.thresholds().stream()
                .map(threshold -> threshold.indicator().indicator())
                .anyMatch(indicator -> indicator == Indicator.ERROR_RATE || indicator == Indicator.ERROR_COUNT);
        if (!isAskedForErrors && total.errors() > acceptedErrorRate * total.requests()) {
            broken.add(errors(total, acceptedErrorRate));
        }
        return new Verdict(broken.isEmpty(), name + ": " + sentence(results, broken) + missed(played.missed()));
    }

    /**
     * The rules of Keptn's jmeter-service: a functional test has no errors, another one no more than its workload accepts, and the mean
     * response time is not above what the workload says.
     */
    static Verdict of(Workloads.Workload workload, TestResults results) {
        Measured total = results.total();
        List<String> broken = new ArrayList<>();
        double accepted = workload.strategy().equals("functional") ? 0 : workload.acceptedErrorRate();
        if (total.errors() > (long) (accepted * total.requests())) {
            broken.add(errors(total, accepted));
        }
        double limit = workload.averageResponseTime().toMillis();
        double mean = total.times().mean();
        if (limit > 0 && (long) mean > limit) {
            broken.add("the mean response time is " + number(mean) + " ms, expected at most " + number(limit));
        }
        return new Verdict(broken.isEmpty(), workload.script() + ": " + sentence(results, broken));
    }

    private static String errors(Measured total, double accepted) {
        return total.errors() + " of " + total.requests() + " requests failed, expected "
                + (accepted == 0 ? "none" : "at most " + number(accepted * 100) + " %");
    }

    private static String sentence(TestResults results, List<String> broken) {
        Measured total = results.total();
        if (broken.isEmpty()) {
            return total.requests() + (total.requests() == 1 ? " request, " : " requests, ") + total.errors()
                    + (total.errors() == 1 ? " error" : " errors") + ", 95 % within "
                    + number(total.times().p95()) + " ms";
        }
        return String.join("; ", broken)
                + worst(results).map(what -> "; " + what).orElse("");
    }

    /** The most frequent mistake, with the step where it happened. */
    private static Optional<String> worst(TestResults results) {
        String worst = null;
        long count = 0;
        for (Map.Entry<String, Measured> step : results.steps().entrySet()) {
            for (Measured.Failure failure : step.getValue().failures()) {
                if (failure.count() > count) {
                    count = failure.count();
                    worst = step.getKey() + ": " + failure.message() + (count == 1 ? "" : " (" + count + " times)");
                }
            }
        }
        return Optional.ofNullable(worst);
    }

    private static String missed(long count) {
        return count == 0
                ? ""
                : "; " + count + (count == 1 ? " iteration was" : " iterations were")
                        + " not begun, as all users were busy: the rate was not reached";
    }

    /** At most four digits behind the point. */
    private static String number(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.4f", value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
