package sh.keptn.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the findings of one file, with the questions that every format asks a node. */
public final class Findings {

    private final List<Diagnostic> found = new ArrayList<>();

    /** Adds a finding with the severity of its code. */
    public void add(DiagnosticCode code, SourcePosition position, String message) {
        found.add(Diagnostic.of(code, position, message));
    }

    /** What was found so far, in the order of finding. */
    public List<Diagnostic> all() {
        return found;
    }

    /** The node as mapping; reports another one, an empty document too. */
    public Optional<YamlNode.Mapping> mapping(YamlNode node, DiagnosticCode otherwise, String what) {
        if (node instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        add(otherwise, node.position(), what + " is " + node.description() + ", expected a mapping");
        return Optional.empty();
    }

    /** The items below a key, none where it is missing or null; reports a value that is no list. */
    public List<YamlNode> items(YamlNode.Mapping parent, String key, DiagnosticCode otherwise) {
        Optional<YamlNode> value = parent.get(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof YamlNode.Sequence list) {
            return list.items();
        }
        add(otherwise, value.get().position(), "`" + key + "` is " + value.get().description() + ", expected a list");
        return List.of();
    }

    /** The text below a key; reports a missing or empty one, and a value that is no text. */
    public Optional<YamlNode.Scalar> name(YamlNode.Mapping parent, DiagnosticCode otherwise, String what) {
        Optional<YamlNode.Entry> entry = parent.entry("name");
        if (entry.isEmpty() || entry.get().value().isNull()) {
            add(
                    otherwise,
                    entry.map(known -> known.key().position()).orElse(parent.position()),
                    what + " has no `name`");
            return Optional.empty();
        }
        if (entry.get().value() instanceof YamlNode.Scalar name && !name.text().isBlank()) {
            return Optional.of(name);
        }
        YamlNode value = entry.get().value();
        add(otherwise, value.position(), "the `name` of " + what + " is " + value.description() + ", expected text");
        return Optional.empty();
    }
}
