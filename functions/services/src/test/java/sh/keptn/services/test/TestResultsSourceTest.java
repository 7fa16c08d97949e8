package sh.keptn.services.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.evaluation.score.Samples;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.events.Json;
import sh.keptn.services.Requests;
import sh.keptn.services.sli.SliRequest;

final class TestResultsSourceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "request_count, 4",
        "error_count, 1",
        "error_rate, 0.25",
        "throughput, 2",
        "response_time_min, 10",
        "response_time_mean, 25",
        "response_time_max, 40",
        "response_time_p50, 20",
        "response_time_p99, 40",
        "request_count.search, 3",
        "response_time_p95.search, 30",
        "error_rate.GET /a.b, 1",
    })
    void indicatorsAreWhatTheTestMeasured(String indicator, double value) {
        SliValue found = value(indicator, null, measured("one"));
        assertThat(found.isSuccess()).as(found.message()).isTrue();
        assertThat(found.value()).isCloseTo(value, Percentage.withPercentage(0.1));
    }

    @Test
    void aFileMayNameThemOtherwise() {
        assertThat(value("latency", " response_time_max ", measured("one")))
                .isEqualTo(new SliValue("latency", 40, true, "", new Samples(4, List.of())));
    }

    @Test
    void theNewestTestCounts() {
        Map<String, @Nullable Object> data = Json.parseObject(Json.write(measured("two")));
        Json.child(Json.child(data, "test"), "results").put("one", Map.of("requests", 99));
        assertThat(value("request_count", null, data).value()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory | `memory` is not among what tests measure: request_count,",
                "error_rate.pay | the test has no value for `error_rate.pay`; its steps are search, GET /a.b",
            })
    void whatWasNotMeasuredHasNoValue(String indicator, String why) {
        SliValue value = value(indicator, null, measured("one"));
        assertThat(value.isSuccess()).isFalse();
        assertThat(value.message()).startsWith(why);
    }

    @Test
    void withoutATestThereAreNoValues() {
        assertThat(value("error_rate", null, Map.of()).message())
                .isEqualTo(
                        "no test has measured anything in this context; let a `test` task come before the evaluation");
    }

    private static Map<String, @Nullable Object> measured(String key) {
        Measurements measurements = new Measurements(List.of("search"));
        measurements.record("search", Duration.ofMillis(10), null);
        measurements.record("search", Duration.ofMillis(20), null);
        measurements.record("search", Duration.ofMillis(30), null);
        measurements.record("GET /a.b", Duration.ofMillis(40), "status 500, expected 2xx");
        return Map.of("test", measurements.results(Duration.ofSeconds(2)).toJson(key, Map.of()));
    }

    private static SliValue value(String indicator, @Nullable String query, Map<String, @Nullable Object> data) {
        return new TestResultsSource()
                .values(new SliRequest(
                        "sockshop",
                        "dev",
                        "carts",
                        "",
                        Map.of(),
                        Map.of(),
                        NOW,
                        NOW,
                        NOW,
                        Requests.of("evaluation", Json.write(data)).event(),
                        null,
                        List.of(new SliRequest.Indicator(indicator, query))))
                .values()
                .get(0);
    }
}
