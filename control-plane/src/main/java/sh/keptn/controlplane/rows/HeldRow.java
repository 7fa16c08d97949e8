package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;

/**
 * A task that is not asked for, because its context is paused or its sequence has to wait for its stage. Its token stays
 * valid meanwhile, and no time runs.
 *
 * @param redrive how often the task was redriven when it was held
 * @param payload of the newest call of DispatchTask by its state
 */
public record HeldRow(String sequence, String state, int turn, int redrive, Map<String, @Nullable Object> payload) {

    /** The prefix of all held tasks of a sequence. */
    public static final String PREFIX = "held#";

    public static final Table<HeldRow> TABLE = new Table<>(
            row -> key(row.sequence(), row.state(), row.turn()), row -> null, HeldRow::encode, HeldRow::decode);

    /** Where the row lies. */
    public static Key key(String sequence, String state, int turn) {
        return new Key(SequenceRow.partition(sequence), PREFIX + state + "#" + turn);
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sequence", sequence);
        json.put("state", state);
        json.put("turn", turn);
        json.put("redrive", redrive);
        json.put("payload", payload);
        return json;
    }

    private static HeldRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        return new HeldRow(
                fields.text("sequence"),
                fields.text("state"),
                fields.integer("turn"),
                fields.integer("redrive"),
                fields.object("payload"));
    }
}
