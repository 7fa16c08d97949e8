package sh.keptn.translator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.sli.SliParser;
import sh.keptn.evaluation.slo.SloParser;
import sh.keptn.scenarios.http.HttpScenarioParser;
import sh.keptn.scenarios.jmeter.WorkloadsParser;
import sh.keptn.translator.connections.ConnectionsParser;

/**
 * What is wrong with one file, taken by itself.
 *
 * @param kind as named by the caller, or found out
 * @param diagnostics sorted by line, column, code
 */
public record Validation(String file, FileKind kind, List<Diagnostic> diagnostics) {

    public Validation {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether the file can be used: it has no error. */
    public boolean isValid() {
        return !Diagnostic.hasErrors(diagnostics);
    }

    /**
     * Checks a file.
     *
     * @param file its name as the user gave it
     * @param bytes its content; text that is not UTF-8 is a {@code file-unreadable}
     * @param kind null: found out from the content, else from the name
     */
    public static Validation of(String file, byte[] bytes, @Nullable FileKind kind) {
        Checked<YamlNode> root = YamlReader.read(file, bytes);
        Optional<YamlNode> node = root.value();
        if (node.isEmpty()) {
            return new Validation(file, kind == null ? FileKind.ofName(file) : kind, root.diagnostics());
        }
        FileKind known = kind == null ? FileKind.of(file, node.get()) : kind;
        List<Diagnostic> all = new ArrayList<>(root.diagnostics());
        all.addAll(ofOpenSlo(node.get()).map(List::of).orElseGet(() -> check(known, node.get())));
        return new Validation(file, known, all.stream().sorted().toList());
    }

    /** OpenSLO has words and marks in common with Keptn's files, and none of its files means anything as one of these. */
    private static Optional<Diagnostic> ofOpenSlo(YamlNode root) {
        return root instanceof YamlNode.Mapping document
                ? document.get("apiVersion")
                        .filter(version -> version.asText()
                                .filter(text -> text.startsWith("openslo/"))
                                .isPresent())
                        .map(version -> Diagnostic.of(
                                DiagnosticCode.OPENSLO_FILE,
                                version.position(),
                                "this is a file of OpenSLO, none of Keptn's; write the objectives with"
                                        + " `spec_version: \"1.0\"` and `objectives`"))
                : Optional.empty();
    }

    private static List<Diagnostic> check(FileKind kind, YamlNode root) {
        return switch (kind) {
            case SHIPYARD -> Reading.shipyard(root).diagnostics();
            case UNIFORM -> Reading.uniform(root).diagnostics();
            case SLO -> SloParser.parse(root).diagnostics();
            case SLI -> SliParser.parse(root).diagnostics();
            case TEST -> HttpScenarioParser.parse(root).diagnostics();
            case JMETER -> WorkloadsParser.parse(root).diagnostics();
            case CONNECTIONS -> ConnectionsParser.check(root);
            case REMEDIATION, WEBHOOK ->
                List.of(Diagnostic.of(
                        DiagnosticCode.KIND_NOT_CHECKED,
                        root.position(),
                        "files of kind `" + kind.word() + "` are not checked yet"));
        };
    }
}
