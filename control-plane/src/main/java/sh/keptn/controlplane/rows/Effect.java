package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something to do outside the store that a decision calls for. Doing it twice must be harmless. */
public sealed interface Effect {

    /** Puts an event of the log on the bus. */
    record PutEvent(long event, Map<String, @Nullable Object> stamp) implements Effect {}

    /** Starts the execution of a sequence. */
    record StartExecution(String machine, String name, String sequence) implements Effect {}

    /** Continues an execution; where the engine cannot, starts another one of the machine. */
    record RedriveExecution(String execution, String machine, String name, String sequence) implements Effect {}

    /** Lets the state that waits for the token go on. */
    record SucceedToken(String token, Map<String, @Nullable Object> output) implements Effect {}

    /** Fails the state that waits for the token. */
    record FailToken(String token, String error, String cause) implements Effect {}

    /**
     * Ends an execution in which no token waits.
     *
     * @param execution null where none has called for a task yet: it is found, or kept from starting, by the machine and name
     *     that it was to start with
     */
    record StopExecution(
            @Nullable String execution, String machine, String name, String sequence, String error, String cause)
            implements Effect {}

    /** Lets those in a stage start whose turn it is: more than fit into one decision. */
    record Schedule(String stage) implements Effect {}

    /** Ends the deliveries of a stage that the sequence with this ticket replaces. */
    record Replace(String sequence, long ticket) implements Effect {}

    /** Makes what the sequences of the context do fit to whether they are paused and have their stages. */
    record Settle() implements Effect {}

    /** The stored form. */
    default Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (this instanceof PutEvent put) {
            json.put("put", put.event());
            json.put("stamp", put.stamp());
        } else if (this instanceof StartExecution start) {
            json.put("start", start.machine());
            json.put("name", start.name());
            json.put("sequence", start.sequence());
        } else if (this instanceof RedriveExecution redrive) {
            json.put("redrive", redrive.execution());
            json.put("machine", redrive.machine());
            json.put("name", redrive.name());
            json.put("sequence", redrive.sequence());
        } else if (this instanceof SucceedToken succeed) {
            json.put("succeed", succeed.token());
            json.put("output", succeed.output());
        } else if (this instanceof FailToken fail) {
            json.put("fail", fail.token());
            json.put("error", fail.error());
            json.put("cause", fail.cause());
        } else if (this instanceof StopExecution stop) {
            json.put("stop", stop.machine());
            json.put("execution", stop.execution());
            json.put("name", stop.name());
            json.put("sequence", stop.sequence());
            json.put("error", stop.error());
            json.put("cause", stop.cause());
        } else if (this instanceof Schedule schedule) {
            json.put("schedule", schedule.stage());
        } else if (this instanceof Replace replace) {
            json.put("replace", replace.sequence());
            json.put("ticket", replace.ticket());
        } else if (this instanceof Settle) {
            json.put("settle", true);
        }
        return json;
    }

    /** Reads the stored form. */
    static Effect decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        if (json.containsKey("put")) {
            return new PutEvent(fields.number("put"), fields.object("stamp"));
        } else if (json.containsKey("start")) {
            return new StartExecution(fields.text("start"), fields.text("name"), fields.text("sequence"));
        } else if (json.containsKey("redrive")) {
            return new RedriveExecution(
                    fields.text("redrive"), fields.text("machine"), fields.text("name"), fields.text("sequence"));
        } else if (json.containsKey("succeed")) {
            return new SucceedToken(fields.text("succeed"), fields.object("output"));
        } else if (json.containsKey("fail")) {
            return new FailToken(fields.text("fail"), fields.text("error"), fields.text("cause"));
        } else if (json.containsKey("stop")) {
            return new StopExecution(
                    fields.optionalText("execution"),
                    fields.text("stop"),
                    fields.text("name"),
                    fields.text("sequence"),
                    fields.text("error"),
                    fields.text("cause"));
        }
        return decodeOwn(json, fields);
    }

    private static Effect decodeOwn(Map<String, @Nullable Object> json, Fields fields) {
        if (json.containsKey("schedule")) {
            return new Schedule(fields.text("schedule"));
        } else if (json.containsKey("replace")) {
            return new Replace(fields.text("replace"), fields.number("ticket"));
        } else if (json.containsKey("settle")) {
            return new Settle();
        }
        throw new IllegalStateException("stored effect of no known kind: " + json);
    }
}
