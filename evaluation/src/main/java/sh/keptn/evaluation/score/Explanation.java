package sh.keptn.evaluation.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.slo.NoData;
import sh.keptn.evaluation.slo.Slo;

/**
 * Why an evaluation ended as it did: raw values, what each was compared with, which rule held, and what each objective adds to the
 * score. No number is rounded.
 */
public final class Explanation {

    private static final double WHOLE = 100;

    private final Slo slo;
    private final Evaluation evaluation;

    /** @param evaluation of these objectives */
    public Explanation(Slo slo, Evaluation evaluation) {
        this.slo = slo;
        this.evaluation = evaluation;
    }

    /** For programs: {@code {scoring, comparison, objectives}}. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("scoring", scoring());
        json.put("comparison", comparison());
        json.put(
                "objectives",
                evaluation.indicatorResults().stream().map(this::objective).toList());
        return json;
    }

    private Map<String, @Nullable Object> scoring() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rule", isComputed() ? "100 * (total / maximum)" : null);
        json.put("total", EvaluationJson.number(total()));
        json.put("maximum", EvaluationJson.number(evaluation.maximumAchievableScore()));
        json.put("score", EvaluationJson.number(evaluation.score()));
        json.put("pass", slo.totalScore().pass());
        json.put("warning", slo.totalScore().warning().orElse(null));
        return json;
    }

    private Map<String, @Nullable Object> comparison() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("evaluations", evaluation.comparedEvents());
        json.put("numberOfResults", slo.comparison().count());
        json.put("includeResultWithScore", slo.comparison().includeResultWithScore());
        json.put("aggregateFunction", slo.comparison().aggregateFunction());
        return json;
    }

    private Map<String, @Nullable Object> objective(IndicatorResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sli", result.objective().sli());
        json.put("displayName", result.objective().displayName());
        json.put("status", result.status().word());
        json.put("keySli", result.objective().isKeySli());
        json.put("value", result.hasValue() ? EvaluationJson.number(value(result)) : null);
        json.put(
                "comparedWith",
                result.comparedWith().stream().map(Explanation::compared).toList());
        json.put("comparedValue", EvaluationJson.number(result.comparedValue()));
        json.put("weight", result.objective().weight());
        json.put("score", EvaluationJson.number(result.score()));
        json.put("contribution", EvaluationJson.number(contribution(result)));
        List<Map<String, @Nullable Object>> criteria = new ArrayList<>();
        result.passTargets().forEach(target -> criteria.add(criterion("pass", target, result)));
        result.warningTargets().forEach(target -> criteria.add(criterion("warning", target, result)));
        json.put("criteria", criteria);
        return json;
    }

    private static Map<String, @Nullable Object> compared(IndicatorResult.ComparedValue earlier) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("evaluation", earlier.evaluation());
        json.put("value", EvaluationJson.number(earlier.value()));
        return json;
    }

    private static Map<String, @Nullable Object> criterion(
            String in, IndicatorResult.Target target, IndicatorResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("in", in);
        json.put("set", target.set());
        json.put("criteria", target.criteria());
        json.put("rule", rule(target, result));
        json.put("targetValue", EvaluationJson.number(target.targetValue()));
        json.put("violated", target.isViolated());
        return json;
    }

    /** For people: lines without line ends. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("score " + GoFloat.format(evaluation.score()) + origin() + "; pass from "
                + slo.totalScore().pass()
                + slo.totalScore()
                        .warning()
                        .map(warning -> ", warning from " + warning)
                        .orElse(""));
        lines.add(
                evaluation.comparedEvents().isEmpty()
                        ? "compared with no earlier evaluation"
                        : "compared with " + String.join(", ", evaluation.comparedEvents()) + " ("
                                + slo.comparison().aggregateFunction() + "; results that count: "
                                + slo.comparison().includeResultWithScore() + ")");
        for (IndicatorResult result : evaluation.indicatorResults()) {
            lines.add("");
            lines.add(headline(result));
            lines.add("  " + valueLine(result));
            addTargets(lines, "pass", result.passTargets(), result);
            addTargets(lines, "warning", result.warningTargets(), result);
        }
        return lines;
    }

    /** How the score came about. */
    private String origin() {
        if (evaluation.indicatorResults().isEmpty()) {
            return ": nothing was scored";
        } else if (evaluation.maximumAchievableScore() == 0) {
            return ": no objective counts";
        }
        return " = 100 * " + GoFloat.format(total()) + " / " + GoFloat.format(evaluation.maximumAchievableScore());
    }

    private boolean isComputed() {
        return !evaluation.indicatorResults().isEmpty() && evaluation.maximumAchievableScore() != 0;
    }

    private String headline(IndicatorResult result) {
        Slo.Objective objective = result.objective();
        String name = objective.label()
                + (objective.displayName().isEmpty() ? "" : " (" + objective.sli() + ")")
                + (objective.isKeySli() ? ", key SLI" : "");
        return name + ": " + result.status().word()
                + (result.status() == Outcome.INFO
                        ? ", no part of the score"
                        : ", " + GoFloat.format(result.score()) + " of " + objective.weight()
                                + (objective.weight() == 1 ? " point" : " points") + ", adds "
                                + GoFloat.format(contribution(result)) + " to the score");
    }

    private String valueLine(IndicatorResult result) {
        SliValue value = result.value();
        String measured = value == null
                ? "no value"
                : value.isSuccess()
                        ? "value " + GoFloat.format(value.value())
                        : "no value: " + value.message() + withoutData(result);
        if (result.comparedWith().isEmpty()) {
            return measured + "; no earlier values";
        }
        return measured + "; earlier values "
                + result.comparedWith().stream()
                        .map(earlier -> GoFloat.format(earlier.value()) + " (" + earlier.evaluation() + ")")
                        .collect(Collectors.joining(", "))
                + ", " + slo.comparison().aggregateFunction() + " "
                + GoFloat.format(aggregate(result));
    }

    private static String withoutData(IndicatorResult result) {
        NoData rule = result.objective().noData();
        if (result.objective().waiting() != null) {
            return " (noData: wait, and nothing is waited for here"
                    + (result.status() == Outcome.INFO ? ")" : "; otherwise: " + rule.word() + ")");
        }
        return rule == NoData.FAIL || result.status() == Outcome.INFO ? "" : " (noData: " + rule.word() + ")";
    }

    private static void addTargets(
            List<String> lines, String in, List<IndicatorResult.Target> targets, IndicatorResult result) {
        int set = -1;
        for (IndicatorResult.Target target : targets) {
            String start = target.set() == set ? "and" : set < 0 ? in : "or";
            set = target.set();
            lines.add(String.format("  %-8s %-9s ", start, target.criteria()) + rule(target, result) + ": "
                    + (target.isViolated() ? "violated" : "holds"));
        }
    }

    /** The comparison with its numbers, for example {@code 612.3 <= 510 + 10% = 561}. */
    private static String rule(IndicatorResult.Target target, IndicatorResult result) {
        if (!target.reason().isEmpty()) {
            return target.reason();
        }
        Criterion.Limit limit = (Criterion.Limit) target.criterion();
        String start = GoFloat.format(value(result)) + " " + limit.operator().symbol() + " ";
        if (!limit.isComparison()) {
            return start + GoFloat.format(target.targetValue());
        }
        return start + GoFloat.format(result.comparedValue()) + (limit.isIncrease() ? " + " : " - ")
                + GoFloat.format(limit.value()) + (limit.isPercentage() ? "%" : "") + " = "
                + GoFloat.format(target.targetValue());
    }

    /** Of a missing value the result shows no compared one. */
    private double aggregate(IndicatorResult result) {
        return slo.comparison()
                .aggregate(result.comparedWith().stream()
                        .map(IndicatorResult.ComparedValue::value)
                        .toList());
    }

    private double total() {
        double total = 0;
        for (IndicatorResult result : evaluation.indicatorResults()) {
            total += result.isScored() ? result.score() : 0;
        }
        return total;
    }

    private double contribution(IndicatorResult result) {
        double maximum = evaluation.maximumAchievableScore();
        return result.isScored() && maximum != 0 ? WHOLE * (result.score() / maximum) : 0;
    }

    private static double value(IndicatorResult result) {
        return result.value() == null ? 0 : result.value().value();
    }
}
