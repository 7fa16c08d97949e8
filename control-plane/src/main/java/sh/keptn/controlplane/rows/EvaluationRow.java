package sh.keptn.controlplane.rows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.score.Samples;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * The result of an evaluation: what later ones are compared with, and what people look at. It lies with all results of its service
 * in its stage, newest first.
 *
 * @param number of its {@code evaluation.finished} in the log of the context
 * @param event id of that event
 * @param time when that was accepted
 * @param triggeredId id of the {@code evaluation.triggered}
 * @param evaluator the task service that has answered
 * @param outcome of the task, which the sequence went on with
 * @param start where the time begins that was evaluated, as text; empty where nothing was
 * @param end where it ends
 * @param score 0 to 100, not rounded
 * @param labels of the run
 * @param image what was evaluated, empty if the run says nothing of it
 * @param indicators in the order of the objectives
 * @param providerFailed what the provider said that ended with {@code fail} although it had values, null where it did not
 * @param invalidated why it counts no more, null if it does
 */
public record EvaluationRow(
        String project,
        String stage,
        String service,
        String context,
        String sequence,
        long number,
        String event,
        Instant time,
        String triggeredId,
        String evaluator,
        Outcome outcome,
        String start,
        String end,
        double score,
        Map<String, @Nullable Object> labels,
        String image,
        List<Indicator> indicators,
        @Nullable String providerFailed,
        @Nullable Invalidation invalidated) {

    /** The start of all partitions. */
    public static final String PARTITION_PREFIX = "evaluations#";

    /** The prefix of all results of a partition. */
    public static final String PREFIX = "result#";

    private static final long BILLION = 1_000_000_000;
    private static final String PROVIDER_FAILED = "providerFailed";
    private static final String TOO_FEW_SAMPLES = "tooFewSamples";

    public EvaluationRow {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        indicators = List.copyOf(indicators);
    }

    /**
     * What became of one objective.
     *
     * @param displayName of the objective, empty where it has none
     * @param status {@code pass}, {@code warning}, {@code fail} or {@code info}
     * @param score its points
     */
    public record Indicator(SliValue value, String displayName, String status, double score) {}

    /** Somebody has said that the result must not count. */
    public record Invalidation(String reason, String by, Instant time) {}

    public static final Table<EvaluationRow> TABLE =
            new Table<>(EvaluationRow::key, row -> null, EvaluationRow::encode, EvaluationRow::decode);

    /** Where all results of a service in a stage lie. */
    public static String partition(String project, String stage, String service) {
        return PARTITION_PREFIX + project + "#" + stage + "#" + service;
    }

    /** Where the row lies: the later, the nearer to the start of the partition. */
    public Key key() {
        long nanoseconds = time.getEpochSecond() * BILLION + time.getNano();
        return new Key(
                partition(project, stage, service),
                PREFIX
                        + String.format("%019d#%012d#", Long.MAX_VALUE - nanoseconds, 999_999_999_999L - number)
                        + event);
    }

    /**
     * The result that an {@code evaluation.finished} tells of.
     *
     * @param finished as it stands in the log
     * @param triggered what had asked for it
     */
    public static EvaluationRow of(SequenceRow sequence, long number, KeptnEvent finished, KeptnEvent triggered) {
        Map<String, @Nullable Object> evaluation = Json.child(finished.data(), "evaluation");
        Map<String, @Nullable Object> labels = new LinkedHashMap<>(Json.child(triggered.data(), "labels"));
        labels.putAll(Json.child(finished.data(), "labels"));
        String image = Json.text(Json.child(Json.child(triggered.data(), "configurationChange"), "values"), "image");
        return new EvaluationRow(
                sequence.project(),
                sequence.stage(),
                sequence.service(),
                sequence.context(),
                sequence.name(),
                number,
                finished.id(),
                finished.time(),
                triggered.id(),
                finished.source(),
                Outcome.of(finished.data()).shortened(),
                textOrEmpty(evaluation, "timeStart"),
                textOrEmpty(evaluation, "timeEnd"),
                number(evaluation.get("score")),
                labels,
                image == null ? "" : image,
                indicators(evaluation.get("indicatorResults")),
                Json.text(evaluation, PROVIDER_FAILED),
                null);
    }

    /** The same result, which counts no more. */
    public EvaluationRow invalidated(Invalidation why) {
        return new EvaluationRow(
                project,
                stage,
                service,
                context,
                sequence,
                number,
                event,
                time,
                triggeredId,
                evaluator,
                outcome,
                start,
                end,
                score,
                labels,
                image,
                indicators,
                providerFailed,
                why);
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", project);
        json.put("stage", stage);
        json.put("service", service);
        json.put("context", context);
        json.put("sequence", sequence);
        json.put("number", number);
        json.put("event", event);
        json.put("time", time.toString());
        json.put("triggeredId", triggeredId);
        json.put("evaluator", evaluator);
        json.put("result", outcome.result());
        json.put("status", outcome.status());
        json.put("message", outcome.message());
        json.put("start", start);
        json.put("end", end);
        json.put("score", json(score));
        json.put("labels", labels);
        json.put("image", image);
        json.put(
                "indicatorResults",
                indicators.stream().map(EvaluationRow::encode).toList());
        if (providerFailed != null) {
            json.put(PROVIDER_FAILED, providerFailed);
        }
        if (invalidated != null) {
            Map<String, @Nullable Object> why = new LinkedHashMap<>();
            why.put("reason", invalidated.reason());
            why.put("by", invalidated.by());
            why.put("time", invalidated.time().toString());
            json.put("invalidated", why);
        }
        return json;
    }

    /** As in {@code evaluation.finished}, without what can be found there. */
    private static Map<String, @Nullable Object> encode(Indicator indicator) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("metric", indicator.value().metric());
        value.put("value", json(indicator.value().value()));
        value.put("success", indicator.value().isSuccess());
        value.put("message", indicator.value().message());
        if (!indicator.value().samples().equals(Samples.UNKNOWN)) {
            value.put("samples", indicator.value().samples().json());
        }
        if (indicator.value().isOfTooFew()) {
            value.put(TOO_FEW_SAMPLES, true);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("value", value);
        json.put("displayName", indicator.displayName());
        json.put("status", indicator.status());
        json.put("score", json(indicator.score()));
        return json;
    }

    private static EvaluationRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, @Nullable Object> invalidated = fields.object("invalidated");
        return new EvaluationRow(
                fields.text("project"),
                fields.text("stage"),
                fields.text("service"),
                fields.text("context"),
                fields.text("sequence"),
                fields.number("number"),
                fields.text("event"),
                Instant.parse(fields.text("time")),
                fields.text("triggeredId"),
                fields.text("evaluator"),
                Outcome.of(json),
                fields.text("start"),
                fields.text("end"),
                number(json.get("score")),
                fields.object("labels"),
                fields.text("image"),
                indicators(json.get("indicatorResults")),
                Json.text(json, PROVIDER_FAILED),
                invalidated.isEmpty()
                        ? null
                        : new Invalidation(
                                textOrEmpty(invalidated, "reason"),
                                textOrEmpty(invalidated, "by"),
                                Instant.parse(textOrEmpty(invalidated, "time"))));
    }

    /** Whoever answers may write what he likes; what is no indicator is passed over. */
    private static List<Indicator> indicators(@Nullable Object results) {
        List<Indicator> indicators = new ArrayList<>();
        if (results instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map && map.get("value") instanceof Map<?, ?> value) {
                    indicators.add(indicator(Json.object(map), Json.object(value)));
                }
            }
        }
        return indicators;
    }

    private static Indicator indicator(Map<String, @Nullable Object> item, Map<String, @Nullable Object> value) {
        OptionalDouble measured = read(value.get("value"));
        return new Indicator(
                new SliValue(
                        textOrEmpty(value, "metric"),
                        measured.orElse(0),
                        measured.isPresent() && Boolean.TRUE.equals(value.get("success")),
                        textOrEmpty(value, "message"),
                        Samples.ofJson(value.get("samples")),
                        Boolean.TRUE.equals(value.get(TOO_FEW_SAMPLES))),
                textOrEmpty(item, "displayName"),
                textOrEmpty(item, "status"),
                number(item.get("score")));
    }

    /** JSON has no infinities and no NaN; they are text. */
    private static Object json(double value) {
        return Double.isFinite(value) ? (Object) value : GoFloat.format(value);
    }

    private static double number(@Nullable Object value) {
        return read(value).orElse(0);
    }

    private static OptionalDouble read(@Nullable Object value) {
        return value instanceof Double || value instanceof Long
                ? OptionalDouble.of(((Number) value).doubleValue())
                : GoFloat.parse(String.valueOf(value));
    }

    private static String textOrEmpty(Map<String, ? extends @Nullable Object> json, String key) {
        String text = Json.text(json, key);
        return text == null ? "" : text;
    }
}
