package sh.keptn.translator.parse;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sh.keptn.translator.shipyard.Companion;
import sh.keptn.translator.shipyard.Step;
import sh.keptn.translator.shipyard.Task;

/** Finds the companions that a sequence has without the author saying so. */
final class Companions {

    private Companions() {}

    /** A rollout in steps is rolled back where the run does not pass; a remediation is not. */
    static Map<Companion, List<Step>> derived(List<Step> steps) {
        Map<Companion, List<Step>> companions = new EnumMap<>(Companion.class);
        steps.stream()
                .flatMap(Step::tasks)
                .filter(task -> task.progress() != null && !task.isRemediation())
                .findFirst()
                .ifPresent(task -> companions.put(
                        Companion.ROLLBACK,
                        List.of(new Task("rollback", Map.of(), null, null, null, task.position()))));
        return companions;
    }
}
