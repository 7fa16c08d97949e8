package sh.keptn.infra.flows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * Event logs made comparable: all of every event but its time, with ids that count the events of a type in a stage. Stages go on
 * beside each other, so that the order of their events says nothing; within a stage it does.
 */
final class Canonical {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private Canonical() {}

    /** The events of each stage as JSON text. */
    static Map<String, List<String>> of(List<KeptnEvent> log) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (KeptnEvent event : log) {
            String kind = event.type() + " in " + event.dataText("stage");
            names.put(event.id(), kind + " " + counts.merge(kind, 1, Integer::sum));
        }
        Map<String, List<String>> stages = new TreeMap<>();
        for (KeptnEvent event : log) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>(event.toJson());
            json.remove("time");
            stages.computeIfAbsent(String.valueOf(event.dataText("stage")), stage -> new ArrayList<>())
                    .add(TIME.matcher(Json.write(renamed(json, names))).replaceAll("<time>"));
        }
        return stages;
    }

    private static @Nullable Object renamed(@Nullable Object value, Map<String, String> names) {
        if (value instanceof String text) {
            return names.getOrDefault(text, text);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(each -> all.add(renamed(each, names)));
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> all = new TreeMap<>(Json.object(map));
            all.replaceAll((key, member) -> renamed(member, names));
            return all;
        }
        return value;
    }
}
