package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;

/** Reports a provider of indicators that listens to another task than the one that it can do. */
final class ProviderListensElsewhereCheck implements Check<Uniform> {
    @Override
    public List<Diagnostic> check(Uniform uniform) {
        return uniform.services().stream()
                .filter(service -> service.kind() == Service.Kind.BUILTIN && BuiltIns.isProvider(service.reference()))
                .flatMap(service -> service.subscriptions().stream()
                        .filter(subscription -> !subscription.event().includesTriggeredOf(BuiltIns.GET_SLI))
                        .map(subscription -> Diagnostic.of(
                                DiagnosticCode.PROVIDER_LISTENS_ELSEWHERE,
                                subscription.position(),
                                "the provider `" + service.reference() + "` does nothing at `"
                                        + subscription.event().text() + "`; write `events: [get-sli.triggered]`")))
                .toList();
    }
}
