package sh.keptn.translator.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Severity;
import sh.keptn.translator.shipyard.Sequence;
import sh.keptn.translator.shipyard.Shipyard;

/**
 * Reports a second sequence of the same name in a stage: Keptn finds only the first one. An error where tasks of the author
 * could never run; a warning where the second one says the same, or adds triggers, which in Keptn start the first one.
 */
final class DuplicateSequenceCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        List<Diagnostic> found = new ArrayList<>();
        for (Shipyard.Stage stage : shipyard.stages()) {
            Map<String, Sequence> first = new HashMap<>();
            for (Sequence sequence : stage.sequences()) {
                // The empty name stands for a missing one and is reported elsewhere.
                Sequence earlier = sequence.name().isEmpty() ? null : first.putIfAbsent(sequence.name(), sequence);
                if (earlier != null) {
                    found.add(finding(earlier, sequence));
                }
            }
        }
        return found;
    }

    private static Diagnostic finding(Sequence first, Sequence second) {
        boolean isHarmless = !second.triggers().isEmpty() || work(first).equals(work(second));
        String consequence = isHarmless
                ? " and is what runs, started by the triggers of both; write them as one"
                : ", so this one could never start; rename one of them";
        return new Diagnostic(
                isHarmless ? Severity.WARNING : Severity.ERROR,
                DiagnosticCode.SEQUENCE_DUPLICATE,
                second.position(),
                "the sequence `" + second.name() + "` is already on line "
                        + first.position().line() + consequence);
    }

    private static List<List<Object>> work(Sequence sequence) {
        return sequence.tasks().stream()
                .map(task -> List.<Object>of(task.name(), task.properties()))
                .toList();
    }
}
