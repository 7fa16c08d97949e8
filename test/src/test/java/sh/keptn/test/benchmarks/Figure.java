package sh.keptn.test.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * One measured value.
 *
 * @param name what was measured
 * @param value in the unit
 * @param baseline what it stands beside, measured in the same run and the same unit; empty where there is nothing
 * @param baselineValue 0 where there is no baseline
 */
record Figure(String name, double value, String unit, String baseline, double baselineValue) {

    /** A value that stands for itself. */
    static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, "", 0);
    }

    /** The value in terms of the baseline; not a number where there is none. */
    double ratio() {
        return baselineValue == 0 ? Double.NaN : value / baselineValue;
    }

    /** One line that {@link #parse} reads. */
    String line() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("value", value);
        json.put("unit", unit);
        json.put("baseline", baseline);
        json.put("baselineValue", baselineValue);
        return Json.write(json);
    }

    static Figure parse(String line) {
        Map<String, @Nullable Object> json = Json.parseObject(line);
        return new Figure(
                String.valueOf(json.get("name")),
                number(json, "value"),
                String.valueOf(json.get("unit")),
                String.valueOf(json.get("baseline")),
                number(json, "baselineValue"));
    }

    private static double number(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof Number number ? number.doubleValue() : 0;
    }
}
