package sh.keptn.evaluation.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.evaluation.score.Samples;
import sh.keptn.evaluation.score.SliValue;

/** Reads values of indicators, and earlier evaluations with theirs. Keys that mean nothing here are passed over, misspelled ones reported. */
public final class RecordedValues {

    private static final DiagnosticCode CODE = DiagnosticCode.SLI_VALUE_INVALID;

    private static final KnownKeys VALUE =
            KnownKeys.of("metric", "value", "success", "message", "samples", "tooFewSamples");
    private static final KnownKeys EVALUATION =
            KnownKeys.of("id", "result", "score", "invalidated", "indicatorResults");

    private final Findings findings;

    RecordedValues(Findings findings) {
        this.findings = findings;
    }

    /** Reads a list of {@code {metric, value, success, message, samples}}; {@code success} is true where it is missing and a value is there. */
    public static Checked<List<SliValue>> values(YamlNode root) {
        Findings findings = new Findings();
        return Checked.of(new RecordedValues(findings).valuesOf(list(root, findings), "the document"), findings.all());
    }

    /**
     * Reads a list of {@code {id, result, invalidated, indicatorResults: [{value: {metric, value, success, message}}]}}, newest
     * first.
     */
    public static Checked<List<PreviousEvaluation>> previous(YamlNode root) {
        Findings findings = new Findings();
        return Checked.of(
                new RecordedValues(findings).previousOf(list(root, findings), "the document"), findings.all());
    }

    /** An empty file is more likely a failed download than no value. */
    private static YamlNode list(YamlNode root, Findings findings) {
        if (root.isNull()) {
            findings.add(CODE, root.position(), "the document is empty; write `[]` for none");
        }
        return root;
    }

    List<SliValue> valuesOf(YamlNode node, String what) {
        List<SliValue> values = new ArrayList<>();
        for (YamlNode item : items(node, what)) {
            findings.mapping(item, CODE, "the value").map(this::value).ifPresent(values::add);
        }
        return values;
    }

    List<PreviousEvaluation> previousOf(YamlNode node, String what) {
        List<PreviousEvaluation> evaluations = new ArrayList<>();
        for (YamlNode item : items(node, what)) {
            findings.mapping(item, CODE, "the evaluation").map(this::evaluation).ifPresent(evaluations::add);
        }
        return evaluations;
    }

    private PreviousEvaluation evaluation(YamlNode.Mapping item) {
        EVALUATION.check(item, findings);
        List<SliValue> values = new ArrayList<>();
        item.get("indicatorResults").ifPresent(results -> {
            for (YamlNode result : items(results, "`indicatorResults`")) {
                findings.mapping(result, CODE, "the indicator result")
                        .flatMap(indicator -> indicator.get("value"))
                        .flatMap(value -> findings.mapping(value, CODE, "`value`"))
                        .map(this::value)
                        .ifPresent(values::add);
            }
        });
        return new PreviousEvaluation(text(item, "id"), text(item, "result"), flag(item, "invalidated", false), values);
    }

    private SliValue value(YamlNode.Mapping item) {
        VALUE.check(item, findings);
        if (item.get("metric").isEmpty()) {
            findings.add(CODE, item.position(), "the value has no `metric`; add the name of its indicator");
        }
        Optional<YamlNode> value = item.get("value");
        boolean isSuccess = flag(item, "success", value.isPresent());
        if (isSuccess && value.isEmpty()) {
            findings.add(CODE, item.position(), "the value has no `value`; add it, or say `success: false`");
        }
        return new SliValue(
                text(item, "metric"),
                value.map(node -> number(node, "`value`")).orElse(0.0),
                isSuccess,
                text(item, "message"),
                item.get("samples").map(this::samples).orElse(Samples.UNKNOWN),
                flag(item, "tooFewSamples", false));
    }

    private double number(YamlNode node, String what) {
        OptionalDouble number = node.asText().map(RecordedValues::parse).orElse(OptionalDouble.empty());
        if (number.isEmpty()) {
            findings.add(CODE, node.position(), what + " is " + node.description() + ", expected a number");
        }
        return number.orElse(0);
    }

    private Samples samples(YamlNode node) {
        if (node instanceof YamlNode.Sequence list) {
            return Samples.of(
                    list.items().stream().map(item -> number(item, "a sample")).toList());
        } else if (node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Long count && count >= 0) {
            return new Samples(count, List.of());
        }
        findings.add(
                CODE,
                node.position(),
                "`samples` is " + node.description() + ", expected the list of them or their number");
        return Samples.UNKNOWN;
    }

    /** YAML writes infinities and NaN with a dot. */
    private static OptionalDouble parse(String text) {
        return GoFloat.parse(text.replaceFirst("^([+-]?)\\.(?=[in])", "$1"));
    }

    boolean flag(YamlNode.Mapping item, String key, boolean otherwise) {
        Optional<YamlNode> node = item.get(key);
        if (node.isEmpty()) {
            return otherwise;
        } else if (node.get() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean flag) {
            return flag;
        }
        findings.add(
                CODE,
                node.get().position(),
                "`" + key + "` is " + node.get().description() + ", expected `true` or `false`");
        return otherwise;
    }

    String text(YamlNode.Mapping item, String key) {
        Optional<YamlNode> node = item.get(key);
        if (node.isPresent() && node.get().asText().isEmpty()) {
            findings.add(
                    CODE,
                    node.get().position(),
                    "`" + key + "` is " + node.get().description() + ", expected text");
        }
        return node.flatMap(YamlNode::asText).orElse("");
    }

    private List<YamlNode> items(YamlNode node, String what) {
        if (node instanceof YamlNode.Sequence list) {
            return list.items();
        } else if (!node.isNull()) {
            findings.add(CODE, node.position(), what + " is " + node.description() + ", expected a list");
        }
        return List.of();
    }
}
