package sh.keptn.translator.parse;

import java.util.List;
import java.util.Optional;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reads a shipyard of any supported format. */
public final class ShipyardParser {

    private ShipyardParser() {}

    /** Reads a document. */
    public static Parsed<Shipyard> parse(YamlNode root) {
        Findings findings = new Findings();
        Optional<YamlNode.Mapping> document =
                findings.mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document");
        Shipyard.Format format = document.map(ShipyardParser::format).orElse(Shipyard.Format.SPEC);
        List<Shipyard.Stage> stages =
                document.map(found -> stages(found, format, findings)).orElse(List.of());
        return new Parsed<>(new Shipyard(format, stages, root.position()), findings.all());
    }

    private static Shipyard.Format format(YamlNode.Mapping document) {
        if (document.entry("apiVersion").isPresent()) {
            return Shipyard.Format.SPEC;
        }
        if (document.get("version").isPresent()) {
            return Shipyard.Format.USER_STORY;
        }
        boolean isLegacy =
                document.entry("stages").isPresent() && document.entry("spec").isEmpty();
        return isLegacy ? Shipyard.Format.LEGACY : Shipyard.Format.SPEC;
    }

    private static List<Shipyard.Stage> stages(YamlNode.Mapping document, Shipyard.Format format, Findings findings) {
        return switch (format) {
            case USER_STORY -> new UserStoryStages(findings).read(specStages(document, findings));
            case LEGACY -> {
                YamlNode.Entry stages = document.entry("stages").orElseThrow();
                List<YamlNode> items = items(document, stages, findings);
                if (!items.isEmpty()) {
                    findings.add(
                            DiagnosticCode.LEGACY_FORMAT,
                            stages.key().position(),
                            "a shipyard of Keptn before 0.8: strategies become the tasks of `artifact-delivery` and"
                                    + " `artifact-delivery-direct`; write `apiVersion: spec.keptn.sh/0.2.3` with"
                                    + " `spec.stages[].sequences[].tasks[]` to say more");
                }
                yield new LegacyStages(findings).read(items);
            }
            case SPEC -> {
                SpecHeader.check(document, findings);
                yield SpecStages.ofSpec(findings).read(specStages(document, findings));
            }
        };
    }

    /** The items of {@code spec.stages}: at least one. */
    private static List<YamlNode> specStages(YamlNode.Mapping document, Findings findings) {
        Optional<YamlNode.Entry> spec = document.entry("spec");
        if (spec.isEmpty() || !(spec.get().value() instanceof YamlNode.Mapping body)) {
            SourcePosition position = spec.map(entry -> entry.key().position()).orElse(document.position());
            findings.add(DiagnosticCode.NO_STAGES, position, "there is no `spec.stages`; a shipyard needs a stage");
            return List.of();
        }
        return items(body, body.entry("stages").orElse(spec.get()), findings);
    }

    /** @param entry the one with the stages, else the one above it */
    private static List<YamlNode> items(YamlNode.Mapping parent, YamlNode.Entry entry, Findings findings) {
        boolean isEmpty = !entry.name().equals("stages")
                || entry.value().isNull()
                || (entry.value() instanceof YamlNode.Sequence list
                        && list.items().isEmpty());
        if (isEmpty) {
            findings.add(
                    DiagnosticCode.NO_STAGES,
                    entry.key().position(),
                    "there is no stage; a shipyard needs at least one");
            return List.of();
        }
        return findings.items(parent, "stages", DiagnosticCode.STAGES_NOT_A_LIST);
    }
}
