package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;

/** Reports a second service of the same name: answers are told apart by it. */
final class DuplicateServiceCheck implements Check<Uniform> {
    @Override
    public List<Diagnostic> check(Uniform uniform) {
        return Duplicates.of(
                uniform.services(), Service::name, Service::position, DiagnosticCode.SERVICE_DUPLICATE, "the service");
    }
}
