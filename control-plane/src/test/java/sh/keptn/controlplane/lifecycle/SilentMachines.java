package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.List;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.events.Json;

/** State machines that write down what they are started with and take every answer. */
final class SilentMachines implements StateMachines {

    private final List<Started> started = new ArrayList<>();
    private int answers;

    /**
     * An execution.
     *
     * @param machine its name
     * @param sequence id of the sequence in its input
     */
    record Started(String machine, String sequence, String execution) {}

    /** How many tokens were answered. */
    int answers() {
        return answers;
    }

    /** What was started, in order, each execution once. */
    List<Started> started() {
        return started;
    }

    @Override
    public String publish(String name, String hash, String definition) {
        return name;
    }

    @Override
    public String start(String machineVersion, String executionName, String input) {
        Started execution = new Started(
                machineVersion, String.valueOf(Json.parseObject(input).get("sequence")), "execution:" + executionName);
        if (!started.contains(execution)) {
            started.add(execution);
        }
        return execution.execution();
    }

    @Override
    public TokenAnswer succeed(String token, String output) {
        answers++;
        return TokenAnswer.TAKEN;
    }

    @Override
    public TokenAnswer fail(String token, String error, String cause) {
        answers++;
        return TokenAnswer.TAKEN;
    }

    @Override
    public void stop(String execution, String error, String cause) {
        // Nothing runs.
    }

    @Override
    public boolean redrive(String execution, String clientToken) {
        return false;
    }
}
