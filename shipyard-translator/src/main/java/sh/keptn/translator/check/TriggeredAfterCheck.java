package sh.keptn.translator.check;

import java.util.List;
import java.util.stream.Stream;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.events.GoDuration;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a {@code triggeredAfter} that Keptn cannot read; it then sends the task at once. */
final class TriggeredAfterCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.tasks(shipyard)
                .flatMap(task -> Stream.ofNullable(task.triggeredAfter()))
                .filter(after -> GoDuration.seconds(after.text()).isEmpty())
                .map(after -> Diagnostic.of(
                        DiagnosticCode.TRIGGEREDAFTER_NOT_A_DURATION,
                        after.position(),
                        "`" + after.text() + "` is not a duration such as `10m` or `1h30m`, so the task is sent at"
                                + " once"))
                .toList();
    }
}
