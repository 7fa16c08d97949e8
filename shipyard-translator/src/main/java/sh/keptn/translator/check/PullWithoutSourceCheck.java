package sh.keptn.translator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Trigger;

/** Reports a {@code pull} where the preceding stage has no workflow of that name, or where there is none. */
final class PullWithoutSourceCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        List<Diagnostic> found = new ArrayList<>();
        Set<String> preceding = Set.of();
        for (Shipyard.Stage stage : shipyard.stages()) {
            for (Sequence sequence : stage.sequences()) {
                for (Trigger trigger : sequence.triggers()) {
                    if (trigger instanceof Trigger.PullFromPrecedingStage pull
                            && !preceding.contains(pull.sequence())) {
                        found.add(Diagnostic.of(
                                DiagnosticCode.PULL_WITHOUT_SOURCE,
                                pull.position(),
                                "no preceding stage has a workflow `" + pull.sequence()
                                        + "`, so this one starts only when it is triggered"));
                    }
                }
            }
            preceding = stage.sequences().stream().map(Sequence::name).collect(Collectors.toSet());
        }
        return found;
    }
}
