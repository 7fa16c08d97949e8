package sh.keptn.services.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sh.keptn.evaluation.score.Samples;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.events.KeptnEvent;
import sh.keptn.scenarios.results.Indicator;
import sh.keptn.scenarios.results.IndicatorName;
import sh.keptn.scenarios.results.TestResults;
import sh.keptn.services.sli.SliAnswer;
import sh.keptn.services.sli.SliProviders;
import sh.keptn.services.sli.SliRequest;
import sh.keptn.services.sli.SliSource;

/**
 * The SLI provider {@code test}: indicators are what the newest test of the same context measured, by the names of {@link Indicator},
 * with {@code .<step>} behind them for one step. A {@code test/sli.yaml} may give them other names; there need not be one.
 */
public final class TestResultsSource implements SliSource {

    /** As uniforms and tasks name the provider. */
    private static final String NAME = "test";

    /**
     * The provider of a task service.
     *
     * @param service its name in the uniform
     * @param builtin what it is there; empty is returned where that is another built-in
     */
    public static Optional<SliProviders.Candidate> find(String service, String builtin) {
        return builtin.equals(NAME)
                ? Optional.of(new SliProviders.Candidate(service, NAME, new TestResultsSource()))
                : Optional.empty();
    }

    /** The provider for a project that has none: where a test has measured something, the evaluation is by that. */
    public static List<SliProviders.Candidate> whereMeasured(KeptnEvent evaluation) {
        return TestResults.newest(evaluation.data()).isPresent()
                ? find(NAME, NAME).stream().toList()
                : List.of();
    }

    @Override
    public SliAnswer values(SliRequest request) {
        Optional<TestResults> results = TestResults.newest(request.event().data());
        List<SliValue> values = new ArrayList<>();
        for (SliRequest.Indicator indicator : request.indicators()) {
            String query = Objects.requireNonNullElse(indicator.query(), indicator.name())
                    .strip();
            values.add(value(indicator.name(), query, results));
        }
        return SliAnswer.of(values);
    }

    private static SliValue value(String metric, String query, Optional<TestResults> results) {
        Optional<IndicatorName> name = IndicatorName.parse(query);
        if (name.isEmpty()) {
            return none(
                    metric,
                    "`" + query + "` is not among what tests measure: " + String.join(", ", Indicator.ids())
                            + ", each with `.<step>` behind it for one step");
        } else if (results.isEmpty()) {
            return none(
                    metric,
                    "no test has measured anything in this context; let a `test` task come before the evaluation");
        }
        return results.get()
                .value(name.get())
                .map(value -> new SliValue(
                        metric, value, true, "", new Samples(results.get().requests(name.get()), List.of())))
                .orElseGet(() -> none(
                        metric,
                        "the test has no value for `" + query + "`; its steps are "
                                + String.join(", ", results.get().steps().keySet())));
    }

    private static SliValue none(String metric, String why) {
        return new SliValue(metric, 0, false, why);
    }
}
