package sh.keptn.controlplane.lifecycle;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * The payload with which the last state of a machine calls CompleteSequence.
 *
 * @param sequence id of the sequence
 * @param execution reference of the execution
 * @param redrive how often the execution was redriven
 */
record EndCall(String sequence, String execution, int redrive) {

    /** Reads the payload as the translator lowers it. */
    static EndCall of(Map<String, ? extends @Nullable Object> payload) {
        int redrive = payload.get("redrive") instanceof Number number ? Math.toIntExact(number.longValue()) : 0;
        return new EndCall(text(payload, "sequence"), text(payload, "execution"), redrive);
    }

    private static String text(Map<String, ? extends @Nullable Object> payload, String key) {
        String text = Json.text(payload, key);
        if (text == null) {
            throw new IllegalStateException("CompleteSequence was called without `" + key + "`");
        }
        return text;
    }
}
