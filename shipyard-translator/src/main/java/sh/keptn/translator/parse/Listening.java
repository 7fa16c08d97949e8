package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.Trigger;

/**
 * Reads what a workflow listens to: names of events, with {@code (default)} behind them or not, or events with conditions such
 * as {@code status=failed}.
 */
final class Listening {

    private static final String DEFAULT = "(default)";

    /** Words of the user stories for what events call pass, warning and fail. */
    private static final Map<String, String> RESULTS = Map.of(
            "failed", "fail",
            "failure", "fail",
            "errored", "fail",
            "passed", "pass",
            "succeeded", "pass",
            "success", "pass",
            "warn", "warning");

    private final Findings findings;

    Listening(Findings findings) {
        this.findings = findings;
    }

    /** The triggers of a list, or of a single one that stands for itself. */
    List<Trigger> triggers(YamlNode listen) {
        List<YamlNode> items = listen instanceof YamlNode.Sequence list ? list.items() : List.of(listen);
        List<Trigger> triggers = new ArrayList<>();
        for (YamlNode item : items) {
            if (item instanceof YamlNode.Mapping mapping && !mapping.entries().isEmpty()) {
                triggers.add(conditional(mapping));
            } else if (item.asText().isPresent()) {
                triggers.add(new Trigger.EventHappened(
                        event(item.asText().get()), new Trigger.Selector.PassOrWarning(), item.position()));
            } else {
                findings.add(
                        DiagnosticCode.TRIGGER_NOT_A_MAPPING,
                        item.position(),
                        "the trigger is " + item.description() + ", expected the name of an event");
            }
        }
        return triggers;
    }

    /** The first key is the event; conditions stand below it, or beside it where the indentation slipped. */
    private static Trigger conditional(YamlNode.Mapping item) {
        YamlNode.Entry first = item.entries().get(0);
        List<Trigger.ResultTerm> terms = Stream.concat(
                        texts(first.value()), item.entries().stream().skip(1).flatMap(entry -> texts(entry.value())))
                .map(Listening::term)
                .toList();
        return new Trigger.EventHappened(
                event(first.name()),
                terms.isEmpty()
                        ? new Trigger.Selector.PassOrWarning()
                        : new Trigger.Selector.AnyOf(terms, first.key().position()),
                first.key().position());
    }

    private static Stream<YamlNode.Scalar> texts(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping.entries().stream().flatMap(entry -> texts(entry.value()));
        } else if (node instanceof YamlNode.Sequence list) {
            return list.items().stream().flatMap(Listening::texts);
        }
        return node instanceof YamlNode.Scalar scalar && !scalar.isNull() ? Stream.of(scalar) : Stream.empty();
    }

    private static Trigger.ResultTerm term(YamlNode.Scalar condition) {
        String text = condition.text();
        int equals = text.indexOf('=');
        String word = text.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
        return new Trigger.ResultTerm("result", RESULTS.getOrDefault(word, word), condition.position());
    }

    private static String event(String text) {
        String stripped = text.strip();
        return stripped.endsWith(DEFAULT)
                ? stripped.substring(0, stripped.length() - DEFAULT.length()).strip()
                : stripped;
    }
}
