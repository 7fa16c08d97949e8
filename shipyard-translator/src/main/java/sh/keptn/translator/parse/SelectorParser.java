package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.uniform.CanonicalText;
import sh.keptn.translator.uniform.SelectorTerm;

/** Reads {@code selector} ({@code matchLabels}, {@code matchExpressions} as in Kubernetes) and {@code filter} to terms. */
final class SelectorParser {

    private static final Map<String, SelectorTerm.Operator> OPERATORS = Map.of(
            "In", SelectorTerm.Operator.IN,
            "NotIn", SelectorTerm.Operator.NOT_IN,
            "Exists", SelectorTerm.Operator.EXISTS,
            "DoesNotExist", SelectorTerm.Operator.DOES_NOT_EXIST);
    private static final Map<String, String> FILTERS =
            Map.of("projects", "project", "stages", "stage", "services", "service");
    private static final Pattern EXPRESSION =
            Pattern.compile("\\s*(?<key>[\\w-]+)\\s*(?<operator>==|!=)\\s*(?<quote>['\"])(?<value>.*)\\k<quote>\\s*");

    private static final KnownKeys KEYS = KnownKeys.of("matchLabels", "matchExpressions");

    private final Findings findings;

    SelectorParser(Findings findings) {
        this.findings = findings;
    }

    /** The terms of the key {@code selector} of a mapping. */
    List<SelectorTerm> selector(YamlNode.Mapping parent) {
        List<SelectorTerm> terms = new ArrayList<>();
        parent.get("selector")
                .flatMap(node -> findings.mapping(node, DiagnosticCode.SELECTOR_NOT_A_MAPPING, "the selector"))
                .ifPresent(selector -> {
                    KEYS.check(selector, findings);
                    selector.get("matchLabels")
                            .flatMap(labels ->
                                    findings.mapping(labels, DiagnosticCode.SELECTOR_NOT_A_MAPPING, "`matchLabels`"))
                            .ifPresent(labels -> labels.entries().forEach(label -> label(label, terms)));
                    findings.items(selector, "matchExpressions", DiagnosticCode.SELECTOR_NOT_A_MAPPING)
                            .forEach(expression -> expression(expression).ifPresent(terms::add));
                });
        return terms;
    }

    private void label(YamlNode.Entry label, List<SelectorTerm> terms) {
        Optional<String> value = value(label.name(), label.value());
        if (value.isPresent()) {
            terms.add(new SelectorTerm(
                    label.name(),
                    SelectorTerm.Operator.IN,
                    List.of(value.get()),
                    label.key().position()));
        } else {
            findings.add(
                    DiagnosticCode.SELECTOR_VALUES_MISSING,
                    label.value().position(),
                    "the label `" + label.name() + "` is " + label.value().description() + ", expected a value");
        }
    }

    private Optional<SelectorTerm> expression(YamlNode node) {
        Optional<YamlNode.Mapping> mapping =
                findings.mapping(node, DiagnosticCode.SELECTOR_NOT_A_MAPPING, "the expression");
        Optional<String> key = mapping.flatMap(known -> known.get("key")).flatMap(YamlNode::asText);
        if (mapping.isPresent() && key.isEmpty()) {
            findings.add(DiagnosticCode.SELECTOR_NOT_A_MAPPING, node.position(), "the expression has no `key`");
        }
        if (mapping.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        YamlNode named = mapping.get().get("operator").orElse(node);
        SelectorTerm.Operator operator = named.asText().map(OPERATORS::get).orElse(null);
        if (operator == null) {
            findings.add(
                    DiagnosticCode.SELECTOR_OPERATOR_UNKNOWN,
                    named.position(),
                    "the operator is " + named.description() + ", expected In, NotIn, Exists or DoesNotExist");
            return Optional.empty();
        }
        List<String> values = values(mapping.get(), key.get(), operator);
        return Optional.of(new SelectorTerm(key.get(), operator, values, node.position()));
    }

    private List<String> values(YamlNode.Mapping expression, String key, SelectorTerm.Operator operator) {
        List<YamlNode> items = findings.items(expression, "values", DiagnosticCode.SELECTOR_VALUES_MISSING);
        List<String> values = new ArrayList<>();
        for (YamlNode item : items) {
            value(key, item)
                    .ifPresentOrElse(
                            values::add,
                            () -> findings.add(
                                    DiagnosticCode.SELECTOR_VALUES_MISSING,
                                    item.position(),
                                    "one of the `values` is " + item.description() + ", expected a value"));
        }
        boolean needed = operator == SelectorTerm.Operator.IN || operator == SelectorTerm.Operator.NOT_IN;
        if (needed && items.isEmpty()) {
            findings.add(
                    DiagnosticCode.SELECTOR_VALUES_MISSING,
                    expression.position(),
                    "the expression has no `values` to compare with");
        }
        return needed ? values : List.of();
    }

    /** What a value is compared as: names of the event as they are written, all else as its canonical text. */
    private static Optional<String> value(String key, YamlNode node) {
        return SelectorTerm.isOfEvent(key) ? node.asText() : CanonicalText.of(node.toValue());
    }

    /** The terms of the key {@code filter} of a service: a mapping, or the expressions of the format 0.1.0. */
    List<SelectorTerm> filter(YamlNode.Mapping service) {
        Optional<YamlNode> filter = service.get("filter");
        List<SelectorTerm> terms = new ArrayList<>();
        if (filter.isPresent() && filter.get() instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> filterOf(entry).ifPresent(terms::add));
        } else {
            findings.items(service, "filter", DiagnosticCode.FILTER_NOT_UNDERSTOOD)
                    .forEach(item -> filterExpression(item).ifPresent(terms::add));
        }
        return terms;
    }

    /** A list that is missing or empty filters nothing, as in Keptn's subscriptions. */
    private Optional<SelectorTerm> filterOf(YamlNode.Entry entry) {
        String key = FILTERS.get(entry.name());
        YamlNode value = entry.value();
        List<YamlNode> items = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        boolean understood = key != null
                && (value.isNull()
                        || items.stream().allMatch(item -> item.asText().isPresent()));
        if (!understood) {
            findings.add(
                    DiagnosticCode.FILTER_NOT_UNDERSTOOD,
                    entry.key().position(),
                    "the filter `" + entry.name() + "` is not understood; write `projects`, `stages` or `services` with"
                            + " a list of names");
        }
        if (key == null || !understood || value.isNull() || items.isEmpty()) {
            return Optional.empty();
        }
        List<String> names =
                items.stream().flatMap(item -> item.asText().stream()).toList();
        return Optional.of(new SelectorTerm(
                key, SelectorTerm.Operator.IN, names, entry.key().position()));
    }

    private Optional<SelectorTerm> filterExpression(YamlNode item) {
        Matcher expression = EXPRESSION.matcher(item.asText().orElse(""));
        if (!expression.matches()) {
            findings.add(
                    DiagnosticCode.FILTER_NOT_UNDERSTOOD,
                    item.position(),
                    item.description() + " is no filter; write for example `stage != 'production'`");
            return Optional.empty();
        }
        return Optional.of(new SelectorTerm(
                expression.group("key"),
                expression.group("operator").equals("==") ? SelectorTerm.Operator.IN : SelectorTerm.Operator.NOT_IN,
                List.of(expression.group("value")),
                item.position()));
    }
}
