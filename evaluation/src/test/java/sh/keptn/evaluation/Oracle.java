package sh.keptn.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Keptn's rules for evaluations once more, over plain maps and without any class of ours but JSON: what the tests compare with. */
final class Oracle {

    private static final Pattern CRITERION =
            Pattern.compile("(?<op><=|>=|<|>|=)(?<sign>[+-]?)(?<number>\\d+(\\.\\d+)?(e\\d+)?)(?<percent>%?)");

    private final Map<String, @Nullable Object> slo;
    private final Map<String, @Nullable Object> comparison;
    private final List<Map<String, @Nullable Object>> left;
    private final List<Map<String, @Nullable Object>> compared = new ArrayList<>();
    private String problem = "";

    Oracle(Map<String, @Nullable Object> each) {
        slo = Json.parseObject(String.valueOf(each.get("slo")));
        comparison = slo.containsKey("comparison")
                ? Json.child(slo, "comparison")
                : Map.of("compare_with", "single_result", "aggregate_function", "avg");
        left = objects(each.get("sli_values"));
        String with = String.valueOf(comparison.get("compare_with"));
        int number =
                ((Number) Objects.requireNonNullElse(comparison.get("number_of_comparison_results"), 0)).intValue();
        int count = with.equals("single_result") ? 1 : with.equals("several_results") && number > 0 ? number : 3;
        for (Map<String, @Nullable Object> previous : objects(each.get("previous"))) {
            if (compared.size() < count && !Boolean.TRUE.equals(previous.get("invalidated")) && counts(previous)) {
                compared.add(previous);
            }
        }
    }

    private boolean counts(Map<String, @Nullable Object> previous) {
        String include = String.valueOf(comparison.get("include_result_with_score"));
        boolean passed = "pass".equals(previous.get("result"));
        if (include.equals("pass")) {
            return passed;
        }
        return !include.equals("PASS_or_warn") || passed || "warning".equals(previous.get("result"));
    }

    Map<String, @Nullable Object> evaluate() {
        Map<String, @Nullable Object> bands = Json.child(slo, "total_score");
        String pass = Objects.requireNonNullElse(Json.text(bands, "pass"), "");
        String bandProblem = pass.isEmpty()
                ? "no target score defined"
                : pass.equals("x%") ? "could not parse pass target percentage" : "";
        List<Map<String, @Nullable Object>> objectives = objects(slo.get("objectives"));
        List<Object> results = new ArrayList<>();
        double maximum = 0;
        double total = 0;
        String failure = "";
        String undecided = objectives.isEmpty() ? "lighthouse failed because no SLO objective was provided" : "";
        for (Map<String, @Nullable Object> objective : objectives) {
            List<Map<String, @Nullable Object>> sets = sets(objective, "pass");
            int weight = Math.max(1, ((Number) Objects.requireNonNull(objective.get("weight"))).intValue());
            problem = "";
            Map<String, @Nullable Object> result = objective(objective, weight);
            if (!problem.isEmpty()) {
                String name = Objects.requireNonNullElse(Json.text(objective, "displayName"), "");
                undecided = "error with " + (name.isEmpty() ? objective.get("sli") : name) + ": " + problem;
                break;
            }
            results.add(result);
            maximum += sets.isEmpty() ? 0 : weight;
            total += objects(result.get("passTargets")).isEmpty()
                    ? 0
                    : (double) Objects.requireNonNull(result.get("score"));
            if (Boolean.TRUE.equals(objective.get("key_sli")) && "fail".equals(result.get("status"))) {
                Map<String, @Nullable Object> value = Json.child(result, "value");
                failure = "Evaluation failed due to key_sli objective '" + result.get("displayName") + "': "
                        + (Boolean.TRUE.equals(value.get("success"))
                                ? "failed evaluation with score 0.000000"
                                : value.get("message"));
            }
        }
        boolean isKeyFailed = !failure.isEmpty();
        if (!undecided.isEmpty()) {
            return bandProblem.isEmpty()
                    ? json(0, "fail", "succeeded", undecided, 100, false, List.of())
                    : json(0, "fail", "errored", bandProblem, 100, false, List.of());
        } else if (!bandProblem.isEmpty()) {
            return json(0, "fail", "errored", bandProblem, maximum, isKeyFailed, List.of());
        }
        StringBuilder more = new StringBuilder();
        left.forEach(value -> more.append(more.isEmpty() ? "" : ", ").append(value.get("metric")));
        String message = more.isEmpty()
                ? ""
                : "Lighthouse received additional SLIs, which are not specified as SLO: " + more
                        + " . Please consider using them as an SLO.";
        if (maximum == 0) {
            return json(100, "pass", "succeeded", message, 0, isKeyFailed, results);
        }
        double score = 100 * (total / maximum);
        double target = Double.parseDouble(pass.replace("%", ""));
        String warning = Json.text(bands, "warning");
        if (isKeyFailed) {
            return json(score, "fail", "succeeded", failure, maximum, true, results);
        } else if (score >= target) {
            return json(score, "pass", "succeeded", message, maximum, false, results);
        } else if (warning == null) {
            return json(
                    score,
                    "fail",
                    "succeeded",
                    "Evaluation failed since the calculated score of " + text(score) + " is below the target value of "
                            + text(target),
                    maximum,
                    false,
                    results);
        } else if (warning.equals("y")) {
            return json(0, "fail", "errored", "could not parse warning target percentage", maximum, false, List.of());
        }
        double limit = Double.parseDouble(warning.replace("%", ""));
        return score >= limit
                ? json(
                        score,
                        "warning",
                        "succeeded",
                        "Evaluation returned a warning: the calculated score of " + text(score)
                                + " is close to the warning target value of " + text(limit),
                        maximum,
                        false,
                        results)
                : json(
                        score,
                        "fail",
                        "succeeded",
                        "Evaluation failed since the calculated score of " + text(score)
                                + " is below the warning value of " + text(limit),
                        maximum,
                        false,
                        results);
    }

    private Map<String, @Nullable Object> json(
            double score,
            String result,
            String status,
            String message,
            double maximum,
            boolean isKeyFailed,
            List<Object> results) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("score", score);
        json.put("result", result);
        json.put("status", status);
        json.put("message", message);
        json.put("evaluationResult", result);
        json.put("maximumAchievableScore", maximum);
        json.put("keySliFailed", isKeyFailed);
        json.put(
                "comparedEvents",
                status.equals("errored")
                        ? List.of()
                        : compared.stream().map(each -> each.get("id")).toList());
        json.put("indicatorResults", results);
        return json;
    }

    private Map<String, @Nullable Object> objective(Map<String, @Nullable Object> objective, int weight) {
        String sli = String.valueOf(objective.get("sli"));
        Map<String, @Nullable Object> value = null;
        for (int i = 0; i < left.size() && value == null; i++) {
            if (sli.equals(left.get(i).get("metric"))) {
                value = left.get(i);
                left.set(i, left.get(left.size() - 1));
                left.remove(left.size() - 1);
            }
        }
        List<Double> earlier = new ArrayList<>();
        for (Map<String, @Nullable Object> previous : compared) {
            for (Map<String, @Nullable Object> result : objects(previous.get("indicatorResults"))) {
                Map<String, @Nullable Object> old = Json.child(result, "value");
                if (sli.equals(old.get("metric")) && Boolean.TRUE.equals(old.get("success"))) {
                    earlier.add(((Number) Objects.requireNonNull(old.get("value"))).doubleValue());
                }
            }
        }
        double aggregate = aggregate(earlier);
        boolean isInfo = sets(objective, "pass").isEmpty();
        boolean hasValue = value != null && Boolean.TRUE.equals(value.get("success"));
        List<Object> pass = new ArrayList<>();
        List<Object> warning = new ArrayList<>();
        boolean isPassed = check(objective, "pass", value, hasValue, earlier, aggregate, pass);
        String passProblem = problem;
        problem = "";
        boolean isWarned = check(objective, "warning", value, hasValue, earlier, aggregate, warning);
        if (!problem.isEmpty()) {
            isWarned = false;
            warning.clear();
        }
        problem = passProblem;
        String status = isInfo ? "info" : !hasValue ? "fail" : isPassed ? "pass" : isWarned ? "warning" : "fail";
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("score", status.equals("pass") ? weight * 1.0 : status.equals("warning") ? weight / 2.0 : 0.0);
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("metric", sli);
        shown.put("value", value == null ? 0.0 : value.get("value"));
        shown.put("comparedValue", hasValue ? aggregate : 0.0);
        shown.put("success", hasValue);
        shown.put("message", value == null ? "no value received from SLI provider" : value.get("message"));
        json.put("value", isInfo && value == null ? null : shown);
        json.put("displayName", Objects.requireNonNullElse(objective.get("displayName"), ""));
        json.put("passTargets", pass);
        json.put("warningTargets", warning);
        json.put("keySli", !isInfo && hasValue && Boolean.TRUE.equals(objective.get("key_sli")));
        json.put("status", status);
        return json;
    }

    private boolean check(
            Map<String, @Nullable Object> objective,
            String key,
            @Nullable Map<String, @Nullable Object> value,
            boolean hasValue,
            List<Double> earlier,
            double aggregate,
            List<Object> targets) {
        boolean isOne = false;
        for (Map<String, @Nullable Object> set : sets(objective, key)) {
            boolean isAll = true;
            for (Object item : (List<?>) Objects.requireNonNull(set.get("criteria"))) {
                String criteria = String.valueOf(item);
                String compact = criteria.replace(" ", "");
                Matcher parts = CRITERION.matcher(compact);
                if (!parts.matches()) {
                    if (hasValue && problem.isEmpty()) {
                        problem = compact.matches("[<|=>].*")
                                ? "could not parse criteria target value"
                                : "invalid criteria string";
                    }
                    continue;
                }
                double number = Double.parseDouble(parts.group("number"));
                boolean isPercent = !parts.group("percent").isEmpty();
                boolean isMinus = parts.group("sign").equals("-");
                boolean isRelative = isPercent || !parts.group("sign").isEmpty();
                double target = !isRelative
                        ? number
                        : isPercent
                                ? aggregate * (100 + (isMinus ? -number : number)) / 100
                                : aggregate + (isMinus ? -number : number);
                boolean isViolated;
                if (!hasValue) {
                    target = isRelative ? aggregate : number;
                    isViolated = true;
                } else if (isRelative && earlier.isEmpty()) {
                    target = 0;
                    isViolated = false;
                } else {
                    double measured = ((Number) Objects.requireNonNull(
                                    Objects.requireNonNull(value).get("value")))
                            .doubleValue();
                    isViolated = !switch (parts.group("op")) {
                        case "<" -> measured < target;
                        case "<=" -> measured <= target;
                        case ">" -> measured > target;
                        case ">=" -> measured >= target;
                        default -> measured == target;
                    };
                }
                isAll &= !isViolated;
                Map<String, @Nullable Object> json = new LinkedHashMap<>();
                json.put("criteria", criteria);
                json.put("targetValue", target);
                json.put("violated", isViolated);
                targets.add(json);
            }
            isOne |= isAll;
        }
        return isOne;
    }

    private double aggregate(List<Double> values) {
        String function = String.valueOf(comparison.get("aggregate_function"));
        if (values.isEmpty() || function.equals("max")) {
            return 0;
        } else if (function.equals("avg")) {
            return values.stream().reduce(0.0, (sum, value) -> sum + value) / values.size();
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        double position = Integer.parseInt(function.substring(1)) / 100.0 * (sorted.size() + 1);
        int index = (int) Math.floor(position);
        if (index < 1) {
            return sorted.get(0);
        } else if (index >= sorted.size()) {
            return sorted.get(sorted.size() - 1);
        }
        return sorted.get(index - 1) + (position - index) * (sorted.get(index) - sorted.get(index - 1));
    }

    /** Numbers as they occur here: never so small or large that Go writes an exponent. */
    private static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static List<Map<String, @Nullable Object>> sets(Map<String, @Nullable Object> objective, String key) {
        return objects(Objects.requireNonNullElse(objective.get(key), List.of()));
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(list)).forEach(item -> objects.add(Json.object((Map<?, ?>) item)));
        return objects;
    }
}
