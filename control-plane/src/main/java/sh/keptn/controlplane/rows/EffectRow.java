package sh.keptn.controlplane.rows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.events.Json;

/**
 * An effect that is decided and not yet known to be done.
 *
 * @param number its place among the effects of its context
 * @param sweep when the sweep does it if its decider did not
 */
public record EffectRow(String project, String context, long number, Instant sweep, Effect effect) {

    /** The start of all partitions that hold effects. */
    public static final String PARTITION_PREFIX = "effects#";

    public static final Table<EffectRow> TABLE =
            new Table<>(EffectRow::key, EffectRow::sweep, EffectRow::encode, EffectRow::decode);

    /** The partition of a context's effects. */
    public static String partition(String project, String context) {
        return PARTITION_PREFIX + project + "#" + context;
    }

    /** Where the row lies; rows sort in the order in which the effects were decided. */
    public Key key() {
        return new Key(partition(project, context), SortNumber.of(number));
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", project);
        json.put("context", context);
        json.put("number", number);
        json.put("sweep", sweep.toString());
        json.put("effect", effect.encode());
        return json;
    }

    /** Reads a stored row. */
    public static EffectRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        return new EffectRow(
                fields.text("project"),
                fields.text("context"),
                fields.number("number"),
                Instant.parse(fields.text("sweep")),
                Effect.decode(Json.object(fields.object("effect"))));
    }
}
