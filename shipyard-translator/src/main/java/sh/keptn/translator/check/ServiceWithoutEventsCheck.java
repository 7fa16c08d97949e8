package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.uniform.Uniform;

/** Reports a service that listens to nothing and so never works. */
final class ServiceWithoutEventsCheck implements Check<Uniform> {
    @Override
    public List<Diagnostic> check(Uniform uniform) {
        return uniform.services().stream()
                .filter(service -> service.subscriptions().isEmpty())
                .map(service -> Diagnostic.of(
                        DiagnosticCode.SERVICE_WITHOUT_EVENTS,
                        service.position(),
                        "the service `" + service.name() + "` listens to nothing; write `events: [<task>.triggered]`"))
                .toList();
    }
}
