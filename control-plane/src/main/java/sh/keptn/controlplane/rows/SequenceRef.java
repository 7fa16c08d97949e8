package sh.keptn.controlplane.rows;

import java.util.Map;
import sh.keptn.controlplane.ports.Store.Key;

/** Says that a sequence belongs to a context. */
public record SequenceRef(String project, String context, String sequence) {

    /** The prefix of all sequences in the context's partition. */
    public static final String PREFIX = "sequence#";

    public static final Table<SequenceRef> TABLE = new Table<>(
            row -> new Key(ContextRow.partition(row.project(), row.context()), PREFIX + row.sequence()),
            row -> null,
            row -> Map.of("project", row.project(), "context", row.context(), "sequence", row.sequence()),
            SequenceRef::decode);

    /** Reads a stored row. */
    public static SequenceRef decode(Map<String, ?> json) {
        Fields fields = new Fields(json);
        return new SequenceRef(fields.text("project"), fields.text("context"), fields.text("sequence"));
    }
}
