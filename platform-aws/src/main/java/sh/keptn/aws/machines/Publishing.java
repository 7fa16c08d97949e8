package sh.keptn.aws.machines;

import sh.keptn.controlplane.ports.StateMachines;

/** How definitions become versions of state machines, see {@link StateMachines#publish}. */
@FunctionalInterface
public interface Publishing {

    /** For functions that have no business with definitions. */
    Publishing NONE = (name, hash, definition) -> {
        throw new IllegalStateException("state machine " + name + " is not to be published here");
    };

    /** Publishes a definition whose placeholders are filled; returns the ARN of exactly this version. */
    String publish(String name, String hash, String definition);
}
