package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a dot in a task's name: its events would be taken for a sequence's (Keptn spec, cloudevents.md). */
final class TaskNameWithDotCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.tasks(shipyard)
                .filter(task -> task.name().contains("."))
                .map(task -> Diagnostic.of(
                        DiagnosticCode.TASK_NAME_WITH_DOT,
                        task.position(),
                        "the task name `" + task.name() + "` contains a dot, so its events look like those of a"
                                + " sequence; write `" + task.name().replace('.', '-') + "`"))
                .toList();
    }
}
