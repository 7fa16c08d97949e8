package sh.keptn.scenarios.jmeter;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workloads of a {@code jmeter/jmeter.conf.yaml}, and those that there are without it (Keptn's jmeter-service, README). */
public record Workloads(List<Workload> workloads) {

    /** The strategy of the check that comes before every other test. */
    public static final String HEALTH_CHECK = "healthcheck";

    private static final Duration DEFAULT_THINK_TIME = Duration.ofMillis(250);

    private static final List<Workload> DEFAULTS = List.of(
            standard(HEALTH_CHECK, "jmeter/basiccheck.jmx", 1, 1, 0),
            standard("performance", "jmeter/load.jmx", 10, 500, 0.1),
            standard("functional", "jmeter/load.jmx", 1, 1, 0.1));

    /** No file. */
    public static final Workloads NONE = new Workloads(List.of());

    public Workloads {
        workloads = List.copyOf(workloads);
    }

    /** The first workload of a strategy, else the one that there is without a file; empty for a strategy that nobody knows. */
    public Optional<Workload> find(String strategy) {
        return workloads.stream()
                .filter(workload -> workload.strategy().equals(strategy))
                .findFirst()
                .or(() -> DEFAULTS.stream()
                        .filter(workload -> workload.strategy().equals(strategy))
                        .findFirst());
    }

    private static Workload standard(String strategy, String script, int users, int loops, double acceptedErrorRate) {
        return new Workload(
                strategy, script, users, loops, DEFAULT_THINK_TIME, acceptedErrorRate, Duration.ZERO, Map.of());
    }

    /**
     * How a script is run.
     *
     * @param script a resource of the project
     * @param users JMeter's property {@code VUCount}
     * @param loops JMeter's property {@code LoopCount}, for each user
     * @param thinkTime JMeter's property {@code ThinkTime}, in milliseconds there
     * @param acceptedErrorRate from 0 to 1
     * @param averageResponseTime what the mean must not exceed; zero: it may be anything
     * @param properties further properties for JMeter
     */
    public record Workload(
            String strategy,
            String script,
            int users,
            int loops,
            Duration thinkTime,
            double acceptedErrorRate,
            Duration averageResponseTime,
            Map<String, String> properties) {

        public Workload {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }
}
