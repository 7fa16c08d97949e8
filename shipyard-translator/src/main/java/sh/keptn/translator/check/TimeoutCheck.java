package sh.keptn.translator.check;

import java.util.List;
import java.util.stream.Stream;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.events.GoDuration;
import sh.keptn.translator.shipyard.Shipyard;

/** Reports a {@code timeout} that is no positive duration; the default then applies. */
final class TimeoutCheck implements Check<Shipyard> {
    @Override
    public List<Diagnostic> check(Shipyard shipyard) {
        return Parts.tasks(shipyard)
                .flatMap(task -> Stream.ofNullable(task.timeout()))
                .filter(timeout -> GoDuration.secondsOrNumber(timeout.text())
                        .filter(seconds -> seconds > 0)
                        .isEmpty())
                .map(timeout -> Diagnostic.of(
                        DiagnosticCode.TIMEOUT_NOT_A_DURATION,
                        timeout.position(),
                        "`" + timeout.text() + "` is not a positive duration such as `10m`, so the default applies"))
                .toList();
    }
}
