package sh.keptn.evaluation.sli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;

/** Reads {@code sli.yaml}. */
public final class SliParser {

    private static final KnownKeys KEYS = KnownKeys.of("spec_version", "indicators");

    private SliParser() {}

    /** Reads a document. */
    public static Checked<SliFile> parse(YamlNode root) {
        Findings findings = new Findings();
        Map<String, String> indicators = new LinkedHashMap<>();
        Optional<YamlNode.Mapping> document =
                findings.mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document");
        String version = document.flatMap(file -> file.get("spec_version"))
                .flatMap(YamlNode::asText)
                .orElse("");
        document.ifPresent(file -> {
            KEYS.check(file, findings);
            indicators(file, findings)
                    .forEach(entry -> query(entry, findings).ifPresent(query -> indicators.put(entry.name(), query)));
        });
        return Checked.of(new SliFile(version, indicators), findings.all());
    }

    private static Iterable<YamlNode.Entry> indicators(YamlNode.Mapping file, Findings findings) {
        Optional<YamlNode> value = file.get("indicators");
        Optional<YamlNode.Mapping> mapping =
                value.flatMap(node -> findings.mapping(node, DiagnosticCode.SLI_VALUE_INVALID, "`indicators`"));
        if (value.isEmpty()
                || mapping.filter(entries -> entries.entries().isEmpty()).isPresent()) {
            findings.add(
                    DiagnosticCode.NO_INDICATORS,
                    file.entry("indicators")
                            .map(entry -> entry.key().position())
                            .orElse(file.position()),
                    "there are no indicators; write `indicators:` with a query for each name");
        }
        return mapping.map(YamlNode.Mapping::entries).orElse(List.of());
    }

    private static Optional<String> query(YamlNode.Entry entry, Findings findings) {
        if (!(entry.value() instanceof YamlNode.Scalar)) {
            findings.add(
                    DiagnosticCode.SLI_VALUE_INVALID,
                    entry.value().position(),
                    "the query of `" + entry.name() + "` is " + entry.value().description() + ", expected text");
            return Optional.empty();
        }
        String query = entry.value().asText().orElse("");
        if (query.isBlank()) {
            findings.add(
                    DiagnosticCode.QUERY_EMPTY,
                    entry.key().position(),
                    "the query of `" + entry.name() + "` is empty, so that there is never a value; write one");
        }
        return Optional.of(query);
    }
}
