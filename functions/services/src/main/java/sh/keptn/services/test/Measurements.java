package sh.keptn.services.test;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import sh.keptn.scenarios.results.Measured;
import sh.keptn.scenarios.results.TestResults;

/** Takes down what each request of a test took, step by step; many threads may do so. Percentiles are exact to 0.1 %. */
final class Measurements {

    private static final int DIGITS = 3;
    private static final double MICROS_IN_MILLI = 1000;

    /** Kinds of errors that are told apart. */
    private static final int KINDS = 20;

    /** Kinds of errors that events name. */
    private static final int SHOWN = 5;

    private static final String OTHERS = "other errors";

    private final Map<String, Step> steps = new LinkedHashMap<>();

    /** @param names of the steps that are known before, in the order in which results have them */
    Measurements(List<String> names) {
        names.forEach(name -> steps.put(name, new Step()));
    }

    /** @param failure what was wrong, null where nothing was */
    synchronized void record(String step, Duration took, @Nullable String failure) {
        steps.computeIfAbsent(step, name -> new Step()).record(Math.max(0, took.toNanos() / 1000), failure);
    }

    /** @param elapsed the whole time of the test */
    synchronized TestResults results(Duration elapsed) {
        Step all = new Step();
        Map<String, Measured> measured = new LinkedHashMap<>();
        steps.forEach((name, step) -> {
            measured.put(name, step.measured(elapsed));
            all.add(step);
        });
        return new TestResults(all.measured(elapsed), measured);
    }

    /** Times in microseconds; Keptn's numbers are milliseconds. */
    private static final class Step {

        private final Histogram times = new Histogram(DIGITS);
        private final Map<String, Long> failures = new LinkedHashMap<>();
        private long shortest = Long.MAX_VALUE;
        private long longest;
        private double sum;
        private long errors;

        private void record(long micros, @Nullable String failure) {
            times.recordValue(micros);
            shortest = Math.min(shortest, micros);
            longest = Math.max(longest, micros);
            sum += micros;
            if (failure != null) {
                errors++;
                failed(failure, 1);
            }
        }

        private void failed(String failure, long count) {
            String kind = failures.containsKey(failure) || failures.size() < KINDS ? failure : OTHERS;
            failures.merge(kind, count, Long::sum);
        }

        private void add(Step other) {
            times.add(other.times);
            shortest = Math.min(shortest, other.shortest);
            longest = Math.max(longest, other.longest);
            sum += other.sum;
            errors += other.errors;
            other.failures.forEach(this::failed);
        }

        private Measured measured(Duration elapsed) {
            long count = times.getTotalCount();
            double seconds = Math.max(1, elapsed.toNanos()) / 1e9;
            return new Measured(
                    count,
                    errors,
                    rounded(count / seconds),
                    new Measured.ResponseTimes(
                            count == 0 ? 0 : shortest / MICROS_IN_MILLI,
                            count == 0 ? 0 : rounded(sum / count / MICROS_IN_MILLI),
                            percentile(50),
                            percentile(90),
                            percentile(95),
                            percentile(99),
                            longest / MICROS_IN_MILLI),
                    failures.entrySet().stream()
                            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                            .limit(SHOWN)
                            .map(kind -> new Measured.Failure(kind.getKey(), kind.getValue()))
                            .toList());
        }

        private double percentile(double percent) {
            return Math.min(times.getValueAtPercentile(percent), longest) / MICROS_IN_MILLI;
        }

        private static double rounded(double value) {
            return Math.round(value * 1000) / 1000.0;
        }
    }
}
