package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;

/** Reads a uniform: our format, and those of the user stories, which differ only in spellings. */
public final class UniformParser {

    private UniformParser() {}

    /** Reads a document. */
    public static Parsed<Uniform> parse(YamlNode root) {
        Findings findings = new Findings();
        List<Service> services = new ArrayList<>();
        findings.mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document")
                .ifPresent(document -> serviceItems(document, findings)
                        .forEach(item -> findings.mapping(item, DiagnosticCode.SERVICE_NOT_A_MAPPING, "the service")
                                .flatMap(service -> new ServiceParser(findings).read(service))
                                .ifPresent(services::add)));
        return new Parsed<>(new Uniform(KeptnImages.replace(services, findings), root.position()), findings.all());
    }

    private static List<YamlNode> serviceItems(YamlNode.Mapping document, Findings findings) {
        Optional<YamlNode> spec = document.get("spec");
        YamlNode.Mapping parent =
                spec.isPresent() && spec.get() instanceof YamlNode.Mapping mapping ? mapping : document;
        if (parent.entry("services").isEmpty()) {
            findings.add(
                    DiagnosticCode.NO_SERVICES,
                    document.entry("spec").map(entry -> entry.key().position()).orElse(document.position()),
                    "there is no `spec.services`; write `services: []` where built-ins do everything");
        }
        return findings.items(parent, "services", DiagnosticCode.SERVICES_NOT_A_LIST);
    }
}
