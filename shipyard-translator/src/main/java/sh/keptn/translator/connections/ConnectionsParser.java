package sh.keptn.translator.connections;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;

/** Reads {@code kind: Connections}. */
public final class ConnectionsParser {

    private ConnectionsParser() {}

    /**
     * Reads a document.
     *
     * @param sequences names of the sequences of each stage of the project
     */
    public static Checked<Connections> parse(YamlNode root, String project, Map<String, List<String>> sequences) {
        return parse(root, project, KnownSequences.of(sequences));
    }

    /** What is wrong with a document by itself: whether there are the stages and sequences that it names is not known. */
    public static List<Diagnostic> check(YamlNode root) {
        return parse(root, "project", KnownSequences.any()).diagnostics();
    }

    private static Checked<Connections> parse(YamlNode root, String project, KnownSequences sequences) {
        Fields fields = new Fields();
        TriggerParser triggers = new TriggerParser(fields, project, sequences);
        ForwardParser forwards = new ForwardParser(fields, project, sequences);
        List<IncomingRule> incoming = new ArrayList<>();
        List<OutgoingRule> outgoing = new ArrayList<>();
        fields.mapping(root, "the document", List.of("apiVersion", "kind", "spec"))
                .flatMap(document -> {
                    if (document.get("spec").isEmpty()) {
                        fields.invalid(document.position(), "there is no `spec`");
                    }
                    return document.get("spec");
                })
                .flatMap(spec -> fields.mapping(spec, "`spec`", List.of("triggers", "forwards")))
                .ifPresent(spec -> {
                    fields.items(spec, "triggers")
                            .forEach(item -> triggers.read(item).ifPresent(incoming::add));
                    fields.items(spec, "forwards")
                            .forEach(item -> forwards.read(item).ifPresent(outgoing::add));
                });
        Map<String, SourcePosition> names = new LinkedHashMap<>();
        incoming.forEach(rule -> once("trigger", rule.name(), rule.source(), names, fields));
        names.clear();
        outgoing.forEach(rule -> once("forward", rule.name(), rule.source(), names, fields));
        return Checked.of(new Connections(incoming, outgoing), fields.diagnostics());
    }

    /** Two triggers of one name say the same of the same sequence, two forwards have the same name. */
    private static void once(
            String what, String name, SourcePosition position, Map<String, SourcePosition> names, Fields fields) {
        SourcePosition before = names.putIfAbsent(name, position);
        if (before != null) {
            fields.invalid(position, "this is the " + what + " of line " + before.line() + " again; remove one");
        }
    }
}
