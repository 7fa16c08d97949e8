package sh.keptn.scenarios.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * What a test measured, as {@code test.finished} has it.
 *
 * <p>Events pass on what earlier tasks have answered, also to the next stage, and where two answers have the same number Keptn keeps
 * the <em>older</em> one. So each test has its results under a key of its own, {@code data.test.results.<key>}, and the text
 * {@code data.test.measured} names the key of the newest: of two texts the newer one stays.
 *
 * @param steps by name, in the order of the scenario
 */
public record TestResults(Measured total, Map<String, Measured> steps) {

    private static final String MEASURED = "measured";
    private static final String RESULTS = "results";

    public TestResults {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /**
     * The value of an indicator.
     *
     * @return empty where there is no such step, or nothing was measured
     */
    public Optional<Double> value(IndicatorName name) {
        return measured(name).map(name.indicator()::of).filter(value -> Double.isFinite(value));
    }

    /** Of how many requests the value of an indicator is made. */
    public long requests(IndicatorName name) {
        return measured(name).map(Measured::requests).orElse(0L);
    }

    private Optional<Measured> measured(IndicatorName name) {
        return name.step().isEmpty()
                ? Optional.of(total)
                : Optional.ofNullable(steps.get(name.step().get()));
    }

    /**
     * What becomes part of {@code data.test}.
     *
     * @param key unique among the tests of a context
     * @param facts about the test, in front of the numbers
     */
    public Map<String, @Nullable Object> toJson(String key, Map<String, ? extends @Nullable Object> facts) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(facts);
        json.putAll(total.toJson());
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        steps.forEach((name, measured) -> {
            Map<String, @Nullable Object> step = new LinkedHashMap<>();
            step.put("name", name);
            step.putAll(measured.toJson());
            list.add(step);
        });
        json.put("steps", list);
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        part.put(MEASURED, key);
        part.put(RESULTS, Map.of(key, json));
        return part;
    }

    /** The results of the newest test, from the {@code data} of an event; empty where no test has measured anything. */
    public static Optional<TestResults> newest(Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> test = Json.child(data, "test");
        String key = Json.text(test, MEASURED);
        if (key == null || !(Json.child(test, RESULTS).get(key) instanceof Map<?, ?> newest)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> json = Json.object(newest);
        Map<String, Measured> steps = new LinkedHashMap<>();
        if (json.get("steps") instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> step && step.get("name") instanceof String name) {
                    steps.put(name, Measured.of(Json.object(step)));
                }
            }
        }
        return Optional.of(new TestResults(Measured.of(json), steps));
    }
}
