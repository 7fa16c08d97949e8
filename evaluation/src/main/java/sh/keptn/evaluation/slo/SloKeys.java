package sh.keptn.evaluation.slo;

import java.util.function.UnaryOperator;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;

/**
 * The keys of an {@code slo.yaml}. Keptn reads the file by way of Go's {@code encoding/json}, to which {@code Weight} and
 * {@code weight} are the same key.
 */
final class SloKeys {

    static final KnownKeys FILE = KnownKeys.of("spec_version", "filter", "comparison", "objectives", "total_score");
    static final KnownKeys COMPARISON = KnownKeys.of(
            "compare_with", "include_result_with_score", "number_of_comparison_results", "aggregate_function");
    static final KnownKeys OBJECTIVE =
            KnownKeys.of("sli", "displayName", "pass", "warning", "weight", "key_sli", "noData", "wait", "minSamples");
    static final KnownKeys WAIT = KnownKeys.of("atMost", "every", "otherwise");
    static final KnownKeys SET = KnownKeys.of("criteria", "notWorse");
    static final KnownKeys NOT_WORSE = KnownKeys.of("worse", "alpha", "effect");
    static final KnownKeys SCORE = KnownKeys.of("pass", "warning");

    private final Findings findings;

    SloKeys(Findings findings) {
        this.findings = findings;
    }

    /** The document with all keys as they are spelled here. */
    YamlNode.Mapping spelled(YamlNode.Mapping document) {
        return FILE.spelled(document, findings, (key, value) -> switch (key) {
            case "comparison" -> block(COMPARISON, value);
            case "objectives" -> each(value, this::objective);
            case "total_score" -> block(SCORE, value);
            default -> value;
        });
    }

    private YamlNode objective(YamlNode node) {
        return node instanceof YamlNode.Mapping objective
                ? OBJECTIVE.spelled(objective, findings, (key, value) -> switch (key) {
                    case "pass", "warning" -> each(value, this::set);
                    case "wait" -> block(WAIT, value);
                    default -> value;
                })
                : node;
    }

    private YamlNode set(YamlNode node) {
        return node instanceof YamlNode.Mapping set
                ? SET.spelled(set, findings, (key, value) -> key.equals("notWorse") ? block(NOT_WORSE, value) : value)
                : node;
    }

    private YamlNode block(KnownKeys keys, YamlNode node) {
        return node instanceof YamlNode.Mapping block ? keys.spelled(block, findings, (key, value) -> value) : node;
    }

    private static YamlNode each(YamlNode node, UnaryOperator<YamlNode> change) {
        return node instanceof YamlNode.Sequence list
                ? new YamlNode.Sequence(list.items().stream().map(change).toList(), list.position())
                : node;
    }
}
