package sh.keptn.controlplane.rows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;

/**
 * When a task service goes on with a task that it waits with. It has one at a time for each task.
 *
 * @param state of the task
 * @param attempt of the task that was waited with; another one is not gone on with
 * @param service who waits
 * @param event number of the event in the log in which it said so
 */
public record AlarmRow(String sequence, String state, int turn, int attempt, String service, long event, Instant at) {

    /** The prefix of all alarms of a sequence. */
    public static final String PREFIX = "alarm#";

    public static final Table<AlarmRow> TABLE = new Table<>(
            row -> key(row.sequence(), row.state(), row.turn(), row.service()),
            AlarmRow::at,
            AlarmRow::encode,
            AlarmRow::decode);

    /** Where the row lies. */
    public static Key key(String sequence, String state, int turn, String service) {
        return new Key(SequenceRow.partition(sequence), PREFIX + state + "#" + turn + "#" + service);
    }

    /** Whether an alarm lies there. */
    public static boolean isAt(Key key) {
        return key.sort().startsWith(PREFIX);
    }

    /** Whether it is one for this attempt of the task. */
    public boolean isFor(TaskRow task) {
        return state.equals(task.dispatch().state()) && turn == task.dispatch().turn() && attempt == task.attempt();
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sequence", sequence);
        json.put("state", state);
        json.put("turn", turn);
        json.put("attempt", attempt);
        json.put("service", service);
        json.put("event", event);
        json.put("at", at.toString());
        return json;
    }

    private static AlarmRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        return new AlarmRow(
                fields.text("sequence"),
                fields.text("state"),
                fields.integer("turn"),
                fields.integer("attempt"),
                fields.text("service"),
                fields.number("event"),
                Instant.parse(fields.text("at")));
    }
}
