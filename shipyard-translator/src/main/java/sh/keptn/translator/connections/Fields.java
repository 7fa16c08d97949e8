package sh.keptn.translator.connections;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;

/** Reads mappings of which every key is known, and collects what is wrong with them. The format is ours, so nothing is passed over. */
final class Fields {

    private final Findings findings = new Findings();

    List<Diagnostic> diagnostics() {
        return findings.all();
    }

    void report(DiagnosticCode code, SourcePosition position, String message) {
        findings.add(code, position, message);
    }

    void invalid(SourcePosition position, String message) {
        report(DiagnosticCode.CONNECTION_INVALID, position, message);
    }

    /** The node as mapping with some of these keys. */
    Optional<YamlNode.Mapping> mapping(YamlNode node, String what, List<String> keys) {
        Optional<YamlNode.Mapping> found = findings.mapping(node, DiagnosticCode.CONNECTION_INVALID, what);
        found.stream()
                .flatMap(mapping -> mapping.entries().stream())
                .filter(entry -> !keys.contains(entry.name()))
                .forEach(entry -> invalid(
                        entry.key().position(),
                        what + " has no key `" + entry.name() + "`, expected " + String.join(", ", keys)));
        return found;
    }

    /** The items below a key, none where it is missing. */
    List<YamlNode> items(YamlNode.Mapping parent, String key) {
        return findings.items(parent, key, DiagnosticCode.CONNECTION_INVALID);
    }

    /** The text below a key, reported where it is missing or something else. */
    Optional<YamlNode.Scalar> text(YamlNode.Mapping parent, String key, String what) {
        if (parent.get(key).isEmpty()) {
            invalid(parent.position(), what + " has no `" + key + "`");
            return Optional.empty();
        }
        return optionalText(parent, key);
    }

    /** The text below a key, reported where it is something else. */
    Optional<YamlNode.Scalar> optionalText(YamlNode.Mapping parent, String key) {
        @Nullable YamlNode value = parent.get(key).orElse(null);
        if (value instanceof YamlNode.Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(scalar);
        }
        if (value != null) {
            invalid(value.position(), "`" + key + "` is " + value.description() + ", expected text");
        }
        return Optional.empty();
    }
}
