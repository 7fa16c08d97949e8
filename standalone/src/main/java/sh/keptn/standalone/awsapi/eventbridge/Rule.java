package sh.keptn.standalone.awsapi.eventbridge;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * A rule of a bus.
 *
 * @param since when it was put or enabled last; a schedule counts from then
 */
record Rule(
        BusName bus,
        String name,
        @Nullable String pattern,
        @Nullable String schedule,
        boolean enabled,
        @Nullable String description,
        @Nullable String roleArn,
        Instant since) {

    String arn() {
        return bus.ruleArn(name);
    }

    Rule withEnabled(boolean now, Instant time) {
        return new Rule(bus, name, pattern, schedule, now, description, roleArn, time);
    }

    /** As DescribeRule and ListRules show it; what is missing is null. */
    Map<String, @Nullable Object> show() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("Name", name);
        json.put("Arn", arn());
        json.put("EventPattern", pattern);
        json.put("ScheduleExpression", schedule);
        json.put("State", enabled ? "ENABLED" : "DISABLED");
        json.put("Description", description);
        json.put("RoleArn", roleArn);
        json.put("EventBusName", bus.name());
        json.values().removeIf(value -> value == null);
        return json;
    }

    String toText() {
        Map<String, @Nullable Object> json = show();
        json.put("since", since.toString());
        return Json.write(json);
    }

    static Rule of(BusName bus, String name, String text) {
        Map<String, @Nullable Object> json = Json.parseObject(text);
        return new Rule(
                bus,
                name,
                Json.text(json, "EventPattern"),
                Json.text(json, "ScheduleExpression"),
                "ENABLED".equals(json.get("State")),
                Json.text(json, "Description"),
                Json.text(json, "RoleArn"),
                Instant.parse(String.valueOf(json.get("since"))));
    }
}
