package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;

/**
 * A task that has ended, or a step of one that goes on.
 *
 * @param events numbers of the {@code finished} events, in the order in which their data is merged
 * @param progressed whether it has reported progress instead of its end
 */
public record DoneTask(
        String state, int turn, String task, TaskPlace place, List<Long> events, boolean progressed, Outcome outcome) {
    public DoneTask {
        events = List.copyOf(events);
    }

    Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", state);
        json.put("turn", turn);
        json.put("task", task);
        json.put("place", place.encode());
        json.put("events", events);
        json.put("progressed", progressed);
        json.put("result", outcome.result());
        json.put("status", outcome.status());
        json.put("message", outcome.message());
        return json;
    }

    static DoneTask decode(Fields fields) {
        return new DoneTask(
                fields.text("state"),
                fields.integer("turn"),
                fields.text("task"),
                TaskPlace.decode(fields.object("place")),
                fields.texts("events").stream().map(Long::valueOf).toList(),
                fields.flag("progressed"),
                Outcome.of(fields.all()));
    }
}
