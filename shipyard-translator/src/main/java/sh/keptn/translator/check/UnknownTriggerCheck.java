package sh.keptn.translator.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Trigger;

/** Reports a {@code triggeredOn} that names no sequence of the shipyard and so never fires. */
final class UnknownTriggerCheck implements Check<Shipyard> {

    private static final int SHOWN = 8;

    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        if (shipyard.format() != Shipyard.Format.SPEC) {
            // There, other names are events from outside.
            return List.of();
        }
        Set<String> events = new LinkedHashSet<>();
        shipyard.stages()
                .forEach(stage -> stage.sequences()
                        .forEach(sequence -> events.add(stage.name() + "." + sequence.name() + ".finished")));
        List<Diagnostic> found = new ArrayList<>();
        Parts.triggers(shipyard).forEach(trigger -> {
            if (trigger instanceof Trigger.EventHappened event && !events.contains(event.event())) {
                found.add(Diagnostic.of(
                        DiagnosticCode.TRIGGER_UNKNOWN_SEQUENCE,
                        event.position(),
                        "no sequence sends `" + event.event() + "`, so this never fires; there is "
                                + events.stream().limit(SHOWN).toList()));
            }
        });
        return found;
    }
}
