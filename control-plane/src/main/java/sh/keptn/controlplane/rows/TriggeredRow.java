package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;

/** Leads from the id of a {@code <task>.triggered} event to the task that answers to it belong to. */
public record TriggeredRow(String triggeredId, String sequence, String state, int turn) {

    public static final Table<TriggeredRow> TABLE =
            new Table<>(row -> key(row.triggeredId()), row -> null, TriggeredRow::encode, TriggeredRow::decode);

    /** Where the row lies. */
    public static Key key(String triggeredId) {
        return new Key("triggered#" + triggeredId, "task");
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("triggeredId", triggeredId);
        json.put("sequence", sequence);
        json.put("state", state);
        json.put("turn", turn);
        return json;
    }

    private static TriggeredRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        return new TriggeredRow(
                fields.text("triggeredId"), fields.text("sequence"), fields.text("state"), fields.integer("turn"));
    }
}
