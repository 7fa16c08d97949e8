package sh.keptn.scenarios.results;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be asked of the results of a test, by the names that SLO files and thresholds use. */
public enum Indicator {
    REQUEST_COUNT,
    ERROR_COUNT,
    /** From 0 to 1. */
    ERROR_RATE,
    /** Requests per second. */
    THROUGHPUT,
    /** This and the following in milliseconds. */
    RESPONSE_TIME_MIN,
    RESPONSE_TIME_MEAN,
    RESPONSE_TIME_P50,
    RESPONSE_TIME_P90,
    RESPONSE_TIME_P95,
    RESPONSE_TIME_P99,
    RESPONSE_TIME_MAX;

    /** Its name, for example {@code response_time_p95}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, for messages. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Indicator::id).toList();
    }

    /** The indicator of that name. */
    public static Optional<Indicator> of(String id) {
        return Arrays.stream(values())
                .filter(indicator -> indicator.id().equals(id))
                .findFirst();
    }

    /** Its value; NaN for a rate of no requests. */
    double of(Measured measured) {
        Measured.ResponseTimes times = measured.times();
        return switch (this) {
            case REQUEST_COUNT -> measured.requests();
            case ERROR_COUNT -> measured.errors();
            case ERROR_RATE -> (double) measured.errors() / measured.requests();
            case THROUGHPUT -> measured.throughput();
            case RESPONSE_TIME_MIN -> times.min();
            case RESPONSE_TIME_MEAN -> times.mean();
            case RESPONSE_TIME_P50 -> times.p50();
            case RESPONSE_TIME_P90 -> times.p90();
            case RESPONSE_TIME_P95 -> times.p95();
            case RESPONSE_TIME_P99 -> times.p99();
            case RESPONSE_TIME_MAX -> times.max();
        };
    }
}
