package sh.keptn.evaluation.slo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.numbers.GoFloat;

/** Reports what Keptn takes silently and the author of an {@code slo.yaml} cannot have meant. */
final class SloChecks {

    private static final double WHOLE_SCORE = 100;

    private final Findings findings;

    SloChecks(Findings findings) {
        this.findings = findings;
    }

    /** The document is where the positions of the model's values are. */
    void check(Slo slo, YamlNode.Mapping document) {
        document.get("comparison")
                .filter(YamlNode.Mapping.class::isInstance)
                .ifPresent(block -> comparison((YamlNode.Mapping) block));
        objectives(slo, document);
        totalScore(slo.totalScore(), document);
    }

    private void comparison(YamlNode.Mapping block) {
        word(block, "compare_with", List.of(Comparison.SINGLE, Comparison.SEVERAL), "three results are compared with");
        word(
                block,
                "include_result_with_score",
                List.of(Comparison.ALL, Comparison.PASS, Comparison.PASS_OR_WARN),
                "all results count");
        word(
                block,
                "aggregate_function",
                List.of(Comparison.AVERAGE, "p50", "p90", "p95"),
                "every value is compared with 0");
        block.get("number_of_comparison_results")
                .filter(number -> number.asText().orElse("").startsWith("-"))
                .ifPresent(number -> findings.add(
                        DiagnosticCode.COMPARISON_VALUE_UNKNOWN,
                        number.position(),
                        "the number of results is " + number.description() + ", so nothing is compared with;"
                                + " write 1 or more"));
    }

    private void word(YamlNode.Mapping block, String key, List<String> known, String instead) {
        block.get(key)
                .filter(YamlNode.Scalar.class::isInstance)
                .filter(value -> value.asText()
                        .filter(text -> !text.isEmpty())
                        .filter(text -> !known.contains(
                                key.equals("include_result_with_score") ? text.toLowerCase(Locale.ROOT) : text))
                        .isPresent())
                .ifPresent(value -> findings.add(
                        DiagnosticCode.COMPARISON_VALUE_UNKNOWN,
                        value.position(),
                        "`" + key + "` is " + value.description() + ", so that " + instead + "; write one of "
                                + known));
    }

    private void objectives(Slo slo, YamlNode.Mapping document) {
        if (slo.objectives().isEmpty()) {
            findings.add(
                    DiagnosticCode.NO_OBJECTIVES,
                    keyOr(document, "objectives", document.position()),
                    "there are no objectives, so every evaluation fails; add one");
        }
        Set<String> names = new HashSet<>();
        document.get("objectives").ifPresent(list -> {
            if (list instanceof YamlNode.Sequence items) {
                for (YamlNode item : items.items()) {
                    if (item instanceof YamlNode.Mapping objective) {
                        objective(objective, names);
                    }
                }
            }
        });
    }

    private void objective(YamlNode.Mapping objective, Set<String> names) {
        Optional<YamlNode> named = objective.get("sli");
        String sli = named.flatMap(YamlNode::asText).orElse("");
        SourcePosition name = named.map(YamlNode::position).orElse(objective.position());
        if (sli.isEmpty() && (named.isEmpty() || named.get() instanceof YamlNode.Scalar)) {
            findings.add(
                    DiagnosticCode.OBJECTIVE_WITHOUT_SLI,
                    keyOr(objective, "sli", objective.position()),
                    "the objective names no indicator and never gets a value; add `sli`");
        } else if (!sli.isEmpty() && !names.add(sli)) {
            findings.add(
                    DiagnosticCode.SLI_REPEATED,
                    name,
                    "an objective above takes the value of `" + sli
                            + "`, so this one gets none; write both as one objective");
        }
        boolean isInformational = !(objective.get("pass").orElse(null) instanceof YamlNode.Sequence pass)
                || pass.items().isEmpty();
        if (isInformational && isTrue(objective, "key_sli")) {
            findings.add(
                    DiagnosticCode.KEY_SLI_WITHOUT_PASS,
                    keyOr(objective, "key_sli", name),
                    "without `pass` the objective only informs, so `key_sli` has no effect; add criteria");
        }
        objective
                .get("weight")
                .filter(weight -> weight.asText()
                        .filter(text -> text.equals("0") || text.startsWith("-"))
                        .isPresent())
                .ifPresent(weight -> findings.add(
                        DiagnosticCode.WEIGHT_NOT_POSITIVE,
                        weight.position(),
                        "the weight is " + weight.description() + ", which "
                                + (weight.asText().orElse("").equals("0") ? "counts as 1" : "lowers the score")
                                + "; leave out `pass` for an objective that only informs"));
        criteria(objective, "pass");
        criteria(objective, "warning");
    }

    private static boolean isTrue(YamlNode.Mapping objective, String key) {
        return objective
                .get(key)
                .filter(value -> value instanceof YamlNode.Scalar scalar && Boolean.TRUE.equals(scalar.value()))
                .isPresent();
    }

    private void criteria(YamlNode.Mapping objective, String key) {
        if (!(objective.get(key).orElse(null) instanceof YamlNode.Sequence sets)) {
            return;
        }
        for (YamlNode item : sets.items()) {
            if (item instanceof YamlNode.Mapping set) {
                Optional<YamlNode> value = set.get("criteria");
                List<YamlNode> criteria =
                        value.orElse(null) instanceof YamlNode.Sequence list ? list.items() : List.of();
                boolean isList = value.isEmpty() || value.get() instanceof YamlNode.Sequence;
                if (criteria.isEmpty() && isList && set.get("notWorse").isEmpty()) {
                    findings.add(
                            DiagnosticCode.CRITERIA_SET_EMPTY,
                            keyOr(set, "criteria", set.position()),
                            "there are no criteria, so these always hold and count nothing; add one");
                }
                criteria.forEach(criterion -> criterion(criterion, key));
            }
        }
    }

    private void criterion(YamlNode node, String key) {
        if (!(node instanceof YamlNode.Scalar)) {
            return;
        }
        Criterion criterion = Criterion.parse(node.asText().orElse(""));
        if (criterion instanceof Criterion.Unreadable) {
            findings.add(
                    DiagnosticCode.CRITERIA_UNREADABLE,
                    node.position(),
                    node.description() + " is no criterion, so "
                            + (key.equals("pass")
                                    ? "every evaluation with a value of this indicator fails"
                                    : "there is no warning")
                            + "; write `<600`, `<=+10%` or `>-5`");
        } else if (criterion instanceof Criterion.Limit limit
                && limit.isComparison()
                && !limit.isPercentage()
                && !limit.isIncrease()) {
            findings.add(
                    DiagnosticCode.CRITERIA_IS_RELATIVE,
                    node.position(),
                    node.description() + " compares with earlier evaluations: their value minus "
                            + GoFloat.format(limit.value())
                            + ", not minus " + GoFloat.format(limit.value()) + " itself");
        }
    }

    private void totalScore(Slo.TotalScore score, YamlNode.Mapping document) {
        Optional<YamlNode> value = document.get("total_score");
        if (value.isPresent() && !(value.get() instanceof YamlNode.Mapping)) {
            return;
        }
        YamlNode.Mapping block = value.orElse(null) instanceof YamlNode.Mapping mapping ? mapping : document;
        if (score.pass().isEmpty()) {
            findings.add(
                    DiagnosticCode.TOTAL_SCORE_MISSING,
                    keyOr(document, "total_score", document.position()),
                    "there is no `total_score.pass`, so every evaluation ends with an error; write `pass: 90%`");
            return;
        }
        OptionalDouble pass = percentage(score.pass(), block, "pass");
        OptionalDouble warning =
                score.warning().map(text -> percentage(text, block, "warning")).orElse(OptionalDouble.empty());
        if (pass.isPresent() && pass.getAsDouble() > WHOLE_SCORE) {
            findings.add(
                    DiagnosticCode.TOTAL_SCORE_UNREACHABLE,
                    valueOr(block, "pass"),
                    "no score is above 100, so no evaluation passes; write a lower percentage");
        } else if (pass.isPresent() && warning.isPresent() && warning.getAsDouble() >= pass.getAsDouble()) {
            findings.add(
                    DiagnosticCode.TOTAL_SCORE_UNREACHABLE,
                    valueOr(block, "warning"),
                    "the warning is not below `pass`, so there is none; write a lower percentage");
        }
    }

    private OptionalDouble percentage(String text, YamlNode.Mapping block, String key) {
        OptionalDouble number = Slo.TotalScore.percentage(text);
        if (number.isEmpty()) {
            findings.add(
                    DiagnosticCode.TOTAL_SCORE_UNREADABLE,
                    valueOr(block, key),
                    "`" + text + "` is no percentage, so evaluations end with an error; write for example `90%`");
        }
        return number;
    }

    private static SourcePosition keyOr(YamlNode.Mapping parent, String key, SourcePosition otherwise) {
        return parent.entry(key).map(entry -> entry.key().position()).orElse(otherwise);
    }

    private static SourcePosition valueOr(YamlNode.Mapping parent, String key) {
        return parent.get(key).map(YamlNode::position).orElse(parent.position());
    }
}
