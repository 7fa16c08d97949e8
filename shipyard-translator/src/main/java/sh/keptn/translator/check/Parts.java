package sh.keptn.translator.check;

import java.util.stream.Stream;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.shipyard.Trigger;

/** Walks over the parts of a shipyard that most rules are about. */
final class Parts {

    private Parts() {}

    static Stream<Sequence> sequences(Shipyard shipyard) {
        return shipyard.stages().stream().flatMap(stage -> stage.sequences().stream());
    }

    static Stream<Task> tasks(Shipyard shipyard) {
        return sequences(shipyard).flatMap(sequence -> sequence.tasks().stream());
    }

    static Stream<Trigger> triggers(Shipyard shipyard) {
        return sequences(shipyard).flatMap(sequence -> sequence.triggers().stream());
    }

    static Stream<Trigger.Selector.AnyOf> selectors(Shipyard shipyard) {
        return triggers(shipyard)
                .flatMap(trigger -> trigger instanceof Trigger.EventHappened event
                                && event.selector() instanceof Trigger.Selector.AnyOf anyOf
                        ? Stream.of(anyOf)
                        : Stream.empty());
    }
}
