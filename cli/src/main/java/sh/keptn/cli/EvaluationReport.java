package sh.keptn.cli;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.evaluation.numbers.GoFloat;

/** The results of a service's quality gates, for people and for programs. No number is rounded. */
final class EvaluationReport {

    private static final String NONE = "-";

    private final List<EvaluatedStage> stages;

    /** The runs, the oldest first. */
    private final List<String> contexts;

    private EvaluationReport(List<EvaluatedStage> stages, List<String> contexts) {
        this.stages = stages;
        this.contexts = contexts;
    }

    /** @param limit how many runs, the newest */
    static EvaluationReport of(List<EvaluatedStage> stages, int limit) {
        Set<String> newest = new LinkedHashSet<>();
        stages.stream()
                .flatMap(stage -> stage.results().stream())
                .sorted(Comparator.comparing(EvaluationRow::time).reversed())
                .forEach(row -> {
                    if (newest.size() < limit) {
                        newest.add(row.context());
                    }
                });
        List<String> oldestFirst = new ArrayList<>(newest);
        Collections.reverse(oldestFirst);
        return new EvaluationReport(
                stages.stream()
                        .map(stage -> new EvaluatedStage(
                                stage.stage(),
                                stage.results().stream()
                                        .filter(row -> newest.contains(row.context()))
                                        .toList()))
                        .toList(),
                oldestFirst);
    }

    /** One line for each result. */
    List<String> table() {
        Columns columns = new Columns();
        columns.add(List.of("STAGE", "BUILD", "RESULT", "SCORE", "TIME", "ID", "NOTE"));
        for (EvaluatedStage stage : stages) {
            for (EvaluationRow row : stage.results()) {
                columns.add(List.of(
                        stage.stage(),
                        EvaluatedStage.build(row),
                        result(row),
                        GoFloat.format(row.score()),
                        row.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                        EvaluatedStage.shortId(row.event()),
                        note(row)));
            }
        }
        return columns.lines();
    }

    private static String result(EvaluationRow row) {
        return row.outcome().result()
                + (row.outcome().status().equals("succeeded")
                        ? ""
                        : " (" + row.outcome().status() + ")");
    }

    private static String note(EvaluationRow row) {
        EvaluationRow.Invalidation invalidated = row.invalidated();
        return invalidated == null
                ? row.outcome().message()
                : "invalidated" + (invalidated.reason().isEmpty() ? "" : ": " + invalidated.reason());
    }

    /** A block for each stage: a column for each run, a line for each indicator. */
    List<String> comparison() {
        Columns columns = new Columns();
        List<Integer> starts = new ArrayList<>();
        int count = 0;
        for (EvaluatedStage stage : stages) {
            starts.add(count);
            columns.add(cells(stage.stage(), context -> build(context)));
            columns.add(cells("  result", context -> shown(stage, context, EvaluationReport::compared)));
            columns.add(cells("  score", context -> shown(stage, context, row -> GoFloat.format(row.score()))));
            List<String> metrics = metrics(stage);
            for (String metric : metrics) {
                columns.add(cells(
                        "  " + metric,
                        context -> shown(
                                stage,
                                context,
                                row -> indicator(row, metric)
                                        .map(EvaluationReport::value)
                                        .orElse(NONE))));
            }
            count += metrics.size() + 3;
        }
        List<String> lines = new ArrayList<>();
        List<String> all = columns.lines();
        for (int i = 0; i < all.size(); i++) {
            if (i > 0 && starts.contains(i)) {
                lines.add("");
            }
            lines.add(all.get(i));
        }
        List<String> missing =
                stages.stream().flatMap(stage -> missing(stage).stream()).toList();
        if (!missing.isEmpty()) {
            lines.add("");
            missing.forEach(reason -> lines.add(PlainText.line(reason)));
        }
        return lines;
    }

    /** A line for each reason of a build for which indicators have no value. */
    private List<String> missing(EvaluatedStage stage) {
        List<String> lines = new ArrayList<>();
        for (String context : contexts) {
            Map<String, List<String>> metrics = new LinkedHashMap<>();
            newest(stage, context)
                    .ifPresent(row -> row.indicators().stream()
                            .map(EvaluationRow.Indicator::value)
                            .filter(value ->
                                    !value.isSuccess() && !value.message().isEmpty())
                            .forEach(value -> metrics.computeIfAbsent(value.message(), reason -> new ArrayList<>())
                                    .add(value.metric())));
            metrics.forEach((reason, names) -> lines.add(stage.stage() + " " + build(context) + ", no value for "
                    + String.join(", ", names) + ": " + reason));
        }
        return lines;
    }

    private interface Cell {
        String of(String context);
    }

    private interface Shown {
        String of(EvaluationRow row);
    }

    private List<String> cells(String first, Cell cell) {
        List<String> cells = new ArrayList<>(List.of(first));
        contexts.forEach(context -> cells.add(cell.of(context)));
        return cells;
    }

    private static String shown(EvaluatedStage stage, String context, Shown shown) {
        return newest(stage, context).map(shown::of).orElse(NONE);
    }

    private static String compared(EvaluationRow row) {
        return result(row) + (row.invalidated() == null ? "" : " (invalidated)");
    }

    private static String value(EvaluationRow.Indicator indicator) {
        String value =
                indicator.value().isSuccess() ? GoFloat.format(indicator.value().value()) : "no value";
        boolean isPlain = Set.of("pass", "info", "").contains(indicator.status());
        return isPlain ? value : value + " " + indicator.status();
    }

    private String build(String context) {
        return stages.stream()
                .flatMap(stage -> newest(stage, context).stream())
                .map(EvaluatedStage::build)
                .findFirst()
                .orElse(NONE);
    }

    /** Where a run was evaluated several times in a stage, the last result. */
    private static Optional<EvaluationRow> newest(EvaluatedStage stage, String context) {
        return stage.results().stream()
                .filter(row -> row.context().equals(context))
                .findFirst();
    }

    /** In the order of the newest objectives; those that are gone come last. */
    private static List<String> metrics(EvaluatedStage stage) {
        Set<String> metrics = new LinkedHashSet<>();
        stage.results()
                .forEach(row -> row.indicators()
                        .forEach(indicator -> metrics.add(indicator.value().metric())));
        return List.copyOf(metrics);
    }

    private static Optional<EvaluationRow.Indicator> indicator(EvaluationRow row, String metric) {
        return row.indicators().stream()
                .filter(indicator -> indicator.value().metric().equals(metric))
                .findFirst();
    }

    /** {@code {project, service, evaluations[]}}, newest first, and with the comparison {@code comparison: {builds[], stages[]}}. */
    Map<String, @Nullable Object> json(String project, String service, boolean withComparison) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", project);
        json.put("service", service);
        json.put(
                "evaluations",
                stages.stream()
                        .flatMap(stage -> stage.results().stream())
                        .map(EvaluationReport::json)
                        .toList());
        if (withComparison) {
            Map<String, @Nullable Object> comparison = new LinkedHashMap<>();
            comparison.put("builds", contexts.stream().map(this::named).toList());
            comparison.put("stages", stages.stream().map(this::compared).toList());
            json.put("comparison", comparison);
        }
        return json;
    }

    private Map<String, @Nullable Object> named(String context) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("context", context);
        json.put("build", build(context));
        return json;
    }

    private static Map<String, @Nullable Object> json(EvaluationRow row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", row.stage());
        json.put("build", EvaluatedStage.build(row));
        json.put("context", row.context());
        json.put("sequence", row.sequence());
        json.put("id", row.event());
        json.put("triggeredId", row.triggeredId());
        json.put("time", row.time().toString());
        json.put("evaluator", row.evaluator());
        json.put("result", row.outcome().result());
        json.put("status", row.outcome().status());
        json.put("message", row.outcome().message());
        json.put("score", number(row.score()));
        json.put("timeStart", row.start());
        json.put("timeEnd", row.end());
        json.put("labels", row.labels());
        json.put("image", row.image());
        EvaluationRow.Invalidation invalidated = row.invalidated();
        if (invalidated != null) {
            Map<String, @Nullable Object> why = new LinkedHashMap<>();
            why.put("reason", invalidated.reason());
            why.put("by", invalidated.by());
            why.put("time", invalidated.time().toString());
            json.put("invalidated", why);
        }
        json.put(
                "indicatorResults",
                row.indicators().stream().map(EvaluationReport::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(EvaluationRow.Indicator indicator) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", indicator.value().metric());
        json.put("displayName", indicator.displayName());
        json.put(
                "value",
                indicator.value().isSuccess() ? number(indicator.value().value()) : null);
        json.put("status", indicator.status());
        json.put("score", number(indicator.score()));
        if (!indicator.value().message().isEmpty()) {
            json.put("message", indicator.value().message());
        }
        return json;
    }

    /** {@code null} stands where a run was not evaluated in the stage, or not for the indicator. */
    private Map<String, @Nullable Object> compared(EvaluatedStage stage) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", stage.stage());
        List<@Nullable Object> results = new ArrayList<>();
        contexts.forEach(context -> results.add(
                newest(stage, context).map(row -> row.outcome().result()).orElse(null)));
        json.put("results", results);
        List<@Nullable Object> indicators = new ArrayList<>();
        for (String metric : metrics(stage)) {
            List<@Nullable Object> values = new ArrayList<>();
            contexts.forEach(context -> values.add(newest(stage, context)
                    .flatMap(row -> indicator(row, metric))
                    .filter(indicator -> indicator.value().isSuccess())
                    .map(indicator -> number(indicator.value().value()))
                    .orElse(null)));
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("metric", metric);
            line.put("values", values);
            indicators.add(line);
        }
        json.put("indicators", indicators);
        return json;
    }

    /** JSON has no infinities and no NaN. */
    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : GoFloat.format(value);
    }
}
