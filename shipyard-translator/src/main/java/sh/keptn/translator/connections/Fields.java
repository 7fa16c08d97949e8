package sh.keptn.translator.connections;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;

/** Reads mappings of which every key is known, and collects what is wrong with them. The format is ours, so nothing is passed over. */
final class Fields {

    private final List<Diagnostic> found = new ArrayList<>();

    List<Diagnostic> diagnostics() {
        return found;
    }

    void report(DiagnosticCode code, SourcePosition position, String message) {
        found.add(Diagnostic.of(code, position, message));
    }

    void invalid(SourcePosition position, String message) {
        report(DiagnosticCode.CONNECTION_INVALID, position, message);
    }

    /** The node as mapping with some of these keys. */
    Optional<YamlNode.Mapping> mapping(YamlNode node, String what, List<String> keys) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            invalid(node.position(), what + " is " + node.description() + ", expected a mapping");
            return Optional.empty();
        }
        mapping.entries().stream()
                .filter(entry -> !keys.contains(entry.name()))
                .forEach(entry -> invalid(
                        entry.key().position(),
                        what + " has no key `" + entry.name() + "`, expected " + String.join(", ", keys)));
        return Optional.of(mapping);
    }

    /** The items below a key, none where it is missing. */
    List<YamlNode> items(YamlNode.Mapping parent, String key) {
        YamlNode value = parent.get(key).orElse(null);
        if (value == null) {
            return List.of();
        }
        if (value instanceof YamlNode.Sequence list) {
            return list.items();
        }
        invalid(value.position(), "`" + key + "` is " + value.description() + ", expected a list");
        return List.of();
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
