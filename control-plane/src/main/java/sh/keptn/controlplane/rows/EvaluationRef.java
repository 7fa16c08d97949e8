package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;

/** Leads from the id of an {@code evaluation.triggered} event to a result of it: one for each task service that has answered. */
public record EvaluationRef(String triggeredId, String evaluator, Key result) {

    public static final Table<EvaluationRef> TABLE = new Table<>(
            row -> new Key(partition(row.triggeredId()), row.evaluator()),
            row -> null,
            EvaluationRef::encode,
            EvaluationRef::decode);

    /** Where all of an event lie. */
    public static String partition(String triggeredId) {
        return "evaluation#" + triggeredId;
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("triggeredId", triggeredId);
        json.put("evaluator", evaluator);
        json.put("partition", result.partition());
        json.put("sort", result.sort());
        return json;
    }

    private static EvaluationRef decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        return new EvaluationRef(
                fields.text("triggeredId"),
                fields.text("evaluator"),
                new Key(fields.text("partition"), fields.text("sort")));
    }
}
