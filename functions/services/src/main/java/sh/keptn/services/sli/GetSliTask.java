package sh.keptn.services.sli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.Samples;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;

/**
 * Lets a task service that is no provider of ours, a command or a hook, find the values: it is given {@code get-sli.triggered}, and
 * answers with {@code data: {"get-sli": {"indicatorValues": [{"metric", "value", "success", "message"}]}}} (Keptn spec,
 * cloudevents.md, "Get-SLI").
 */
public final class GetSliTask implements SliSource {

    private static final String TASK = "get-sli";

    private final TaskService service;
    private final String name;

    /** @param name of the provider, which the event has as {@code get-sli.sliProvider} */
    public GetSliTask(String name, TaskService service) {
        this.name = name;
        this.service = service;
    }

    @Override
    public SliAnswer values(SliRequest request) {
        TaskAnswer answer = service.apply(new TaskRequest(triggered(request), "", TASK, 1, request.deadline()));
        if (!(answer instanceof TaskAnswer.Finished finished)) {
            return SliAnswer.errored("SLI provider `" + name + "` has not answered with values");
        }
        ProviderAnswer provider = new ProviderAnswer(finished.result(), finished.status(), finished.message());
        return new SliAnswer(values(finished.data()), provider);
    }

    /** Its id depends on the evaluation's alone, so that a provider which is asked again knows it. */
    private KeptnEvent triggered(SliRequest request) {
        KeptnEvent evaluation = request.event();
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        asked.put("sliProvider", name);
        asked.put("start", request.start().toString());
        asked.put("end", request.end().toString());
        asked.put(
                "indicators",
                request.indicators().stream().map(SliRequest.Indicator::name).toList());
        asked.put(
                "customFilters",
                request.filters().entrySet().stream().map(GetSliTask::filter).toList());
        Map<String, @Nullable Object> queries = new LinkedHashMap<>();
        request.indicators().stream()
                .filter(indicator -> indicator.query() != null)
                .forEach(indicator -> queries.put(indicator.name(), indicator.query()));
        asked.put("queries", queries);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("project", request.project());
        data.put("stage", request.stage());
        data.put("service", request.service());
        data.put("labels", request.labels());
        data.put("deployment", request.deployment());
        data.put(TASK, asked);
        return new KeptnEvent(
                evaluation.id() + "-" + TASK,
                KeptnEvent.CONTROL_PLANE,
                new EventType.Task(TASK, EventType.TRIGGERED).text(),
                evaluation.time(),
                evaluation.context(),
                null,
                evaluation.gitCommitId(),
                data);
    }

    private static Map<String, @Nullable Object> filter(Map.Entry<String, String> filter) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("key", filter.getKey());
        json.put("value", filter.getValue());
        return json;
    }

    private static List<SliValue> values(Map<String, @Nullable Object> data) {
        List<SliValue> values = new ArrayList<>();
        if (Json.child(data, TASK).get("indicatorValues") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    values.add(value(Json.object(map)));
                }
            }
        }
        return values;
    }

    /** A success without a number is none: nothing may pass by a value that nobody has found. */
    private static SliValue value(Map<String, @Nullable Object> item) {
        String metric = String.valueOf(item.get("metric"));
        String message = Json.text(item, "message");
        Object value = item.get("value");
        boolean isFound = value != null && GoFloat.parse(String.valueOf(value)).isPresent();
        boolean isSuccess = isFound && !Boolean.FALSE.equals(item.getOrDefault("success", true));
        return new SliValue(
                metric,
                isFound ? GoFloat.parse(String.valueOf(value)).orElseThrow() : 0,
                isSuccess,
                message != null ? message : isSuccess ? "" : "the provider gave no number: " + Json.write(value),
                Samples.ofJson(item.get("samples")));
    }
}
