package sh.keptn.controlplane.rows;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;

/**
 * From what the payload of an event was composed that is too large to be in it: the rows as they were then. The events that
 * they name stay in the log, so the payload can be composed again, however large it is.
 *
 * @param event id of the event
 * @param sequence whose tasks had gathered it
 * @param ended the sequence that it was the companion of, null if none
 * @param scope project, stage and service of the event
 * @param call payload of the call of DispatchTask, empty for what a following sequence gets
 */
public record DataRow(
        String event,
        SequenceRow sequence,
        @Nullable SequenceRow ended,
        Map<String, @Nullable Object> scope,
        Map<String, @Nullable Object> call) {

    public DataRow {
        scope = Collections.unmodifiableMap(new LinkedHashMap<>(scope));
        call = Collections.unmodifiableMap(new LinkedHashMap<>(call));
    }

    public static final Table<DataRow> TABLE =
            new Table<>(row -> key(row.event()), row -> null, DataRow::encode, DataRow::decode);

    /** Where the row lies. */
    public static Key key(String event) {
        return new Key("data#" + event, "origin");
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("event", event);
        json.put("sequence", SequenceRow.TABLE.encode().apply(sequence));
        json.put("ended", ended == null ? null : SequenceRow.TABLE.encode().apply(ended));
        json.put("scope", scope);
        json.put("call", call);
        return json;
    }

    private static DataRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, @Nullable Object> ended = fields.object("ended");
        return new DataRow(
                fields.text("event"),
                SequenceRow.TABLE.decode().apply(fields.object("sequence")),
                ended.isEmpty() ? null : SequenceRow.TABLE.decode().apply(ended),
                fields.object("scope"),
                fields.object("call"));
    }
}
