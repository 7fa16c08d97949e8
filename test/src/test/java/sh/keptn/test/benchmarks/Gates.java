package sh.keptn.test.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.scenarios.results.Measured;
import sh.keptn.scenarios.results.TestResults;

/** Objectives of a wanted size, and values that differ a little from one evaluation to the next and keep them. */
final class Gates {

    private static final int RECURRING = 7;
    private static final int REQUESTS = 1_000;

    private Gates() {}

    /**
     * An {@code slo.yaml} whose indicators have to be good by themselves and beside the mean of earlier ones.
     *
     * @param compared how many earlier results
     */
    static String objectives(List<String> indicators, int compared) {
        StringBuilder yaml = new StringBuilder("""
                spec_version: "1.0"
                comparison:
                  compare_with: several_results
                  number_of_comparison_results: %d
                  include_result_with_score: pass_or_warn
                  aggregate_function: avg
                total_score: {pass: "90%%", warning: "75%%"}
                objectives:
                """.formatted(compared));
        indicators.forEach(
                indicator -> yaml.append("  - sli: ").append(indicator).append("""

                    pass:
                      - criteria: ["<=+10%", "<600"]
                    warning:
                      - criteria: ["<=+20%", "<800"]
                """));
        return yaml.toString();
    }

    /** The indicators of {@link #measured}, five for each step of a test. */
    static List<String> indicators(int steps) {
        List<String> indicators = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            for (String kind : List.of("mean", "p50", "p90", "p95", "p99")) {
                indicators.add("response_time_" + kind + "." + name(step));
            }
        }
        return indicators;
    }

    /** The value of the indicator of that number in the evaluation of that number, in milliseconds. */
    static double value(int indicator, int evaluation) {
        return 100 + indicator + (evaluation + indicator) % RECURRING;
    }

    /** The data of a trigger as a test of so many steps would have left it. */
    static Map<String, @Nullable Object> measured(int steps, int evaluation) {
        Map<String, Measured> byStep = new LinkedHashMap<>();
        for (int step = 0; step < steps; step++) {
            byStep.put(name(step), measured(value(step, evaluation)));
        }
        TestResults results = new TestResults(measured(value(0, evaluation)), byStep);
        return Map.of("test", results.toJson("dev/evaluation/test/1", Map.of()));
    }

    private static String name(int step) {
        return "step" + step;
    }

    private static Measured measured(double time) {
        Measured.ResponseTimes times =
                new Measured.ResponseTimes(time / 2, time, time, time + 10, time + 20, time + 30, time + 90);
        return new Measured(REQUESTS, 0, 100, times, List.of());
    }
}
