package sh.keptn.translator.parse;

import java.util.List;
import java.util.Optional;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Shipyard;

/** Reads a shipyard of any supported format. */
public final class ShipyardParser {

    private ShipyardParser() {}

    /** Reads a document. */
    public static Parsed<Shipyard> parse(YamlNode root) {
        Findings findings = new Findings();
        List<Shipyard.Stage> stages = findings.mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document")
                .map(document -> stages(document, findings))
                .orElse(List.of());
        Shipyard.Format format = root instanceof YamlNode.Mapping document && isUserStory(document)
                ? Shipyard.Format.USER_STORY
                : Shipyard.Format.SPEC;
        return new Parsed<>(new Shipyard(format, stages, root.position()), findings.all());
    }

    private static boolean isUserStory(YamlNode.Mapping document) {
        return document.entry("apiVersion").isEmpty() && document.get("version").isPresent();
    }

    private static List<Shipyard.Stage> stages(YamlNode.Mapping document, Findings findings) {
        if (isUserStory(document)) {
            return UserStoryStages.isSupported(document, findings)
                    ? new UserStoryStages(findings).read(stageItems(document, findings))
                    : List.of();
        }
        Optional<YamlNode.Entry> legacy = document.entry("stages");
        if (legacy.isPresent()
                && document.entry("apiVersion").isEmpty()
                && document.entry("spec").isEmpty()) {
            findings.add(
                    DiagnosticCode.FORMAT_NOT_SUPPORTED,
                    legacy.get().key().position(),
                    "this is a shipyard of Keptn before 0.8; write it as `apiVersion: spec.keptn.sh/0.2.3` with"
                            + " `spec.stages[].sequences[].tasks[]`");
            return List.of();
        }
        SpecHeader.check(document, findings);
        return new SpecStages(findings).read(stageItems(document, findings));
    }

    /** The items of {@code spec.stages}: at least one. */
    private static List<YamlNode> stageItems(YamlNode.Mapping document, Findings findings) {
        Optional<YamlNode.Entry> spec = document.entry("spec");
        if (spec.isEmpty() || !(spec.get().value() instanceof YamlNode.Mapping body)) {
            SourcePosition position = spec.map(entry -> entry.key().position()).orElse(document.position());
            findings.add(DiagnosticCode.NO_STAGES, position, "there is no `spec.stages`; a shipyard needs a stage");
            return List.of();
        }
        Optional<YamlNode.Entry> stages = body.entry("stages");
        boolean isEmpty = stages.isEmpty()
                || stages.get().value().isNull()
                || (stages.get().value() instanceof YamlNode.Sequence list
                        && list.items().isEmpty());
        if (isEmpty) {
            SourcePosition position = stages.orElse(spec.get()).key().position();
            findings.add(DiagnosticCode.NO_STAGES, position, "there is no stage; a shipyard needs at least one");
            return List.of();
        }
        return findings.items(body, "stages", DiagnosticCode.STAGES_NOT_A_LIST);
    }
}
