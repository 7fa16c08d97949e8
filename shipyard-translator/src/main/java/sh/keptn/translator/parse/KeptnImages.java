package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;

/** Replaces images of Keptn's own services, which need a cluster, by the built-ins of the tasks they listen to. */
final class KeptnImages {

    private KeptnImages() {}

    /** The services in their order; one that listens to tasks of several built-ins becomes several. */
    static List<Service> replace(List<Service> services, Findings findings) {
        List<Service> replaced = new ArrayList<>();
        services.forEach(service -> replaced.addAll(replace(service, findings)));
        return replaced;
    }

    private static List<Service> replace(Service service, Findings findings) {
        Map<String, List<Uniform.Subscription>> byBuiltIn = new LinkedHashMap<>();
        List<Uniform.Subscription> others = new ArrayList<>();
        for (Uniform.Subscription subscription : service.subscriptions()) {
            Optional<String> builtIn = service.kind() == Service.Kind.IMAGE
                    ? BuiltIns.forImage(
                            service.reference(), subscription.event().first())
                    : Optional.empty();
            builtIn.map(name -> byBuiltIn.computeIfAbsent(name, key -> new ArrayList<>()))
                    .orElse(others)
                    .add(subscription);
        }
        if (byBuiltIn.isEmpty()) {
            return List.of(service);
        }
        List<Service> builtIns = new ArrayList<>();
        byBuiltIn.forEach((builtIn, subscriptions) -> {
            boolean isFirst = builtIns.isEmpty();
            List<Uniform.Subscription> its = new ArrayList<>(subscriptions);
            if (isFirst) {
                its.addAll(others);
            }
            builtIns.add(service.asBuiltIn(isFirst ? service.name() : service.name() + "-" + builtIn, builtIn, its));
        });
        findings.add(
                DiagnosticCode.IMAGE_MAPPED_TO_BUILTIN,
                service.referencePosition(),
                "`" + service.reference() + "` is a service of Keptn itself; here the built-in "
                        + String.join(", ", byBuiltIn.keySet()) + " does its work");
        byBuiltIn.keySet().stream()
                .filter(name ->
                        BuiltIns.needsUrl(name) && service.endpoint().url().isEmpty())
                .forEach(name -> findings.add(
                        DiagnosticCode.IMAGE_WITHOUT_URL,
                        service.referencePosition(),
                        "`" + service.reference()
                                + "` found the address of its monitoring system in the cluster; write it as"
                                + " `url` here, until then no evaluation gets values from it"));
        return builtIns;
    }
}
