package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;

/** Reports a {@code builtin} that does not exist. */
final class UnknownBuiltInCheck implements Check<Uniform> {
    @Override
    public List<Diagnostic> check(Uniform uniform) {
        return uniform.services().stream()
                .filter(service -> service.kind() == Service.Kind.BUILTIN && !BuiltIns.isKnown(service.reference()))
                .map(service -> Diagnostic.of(
                        DiagnosticCode.BUILTIN_UNKNOWN,
                        service.referencePosition(),
                        "there is no built-in `" + service.reference() + "`; there are " + BuiltIns.names()))
                .toList();
    }
}
