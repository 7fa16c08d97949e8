package sh.keptn.services.evaluation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.score.Again;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.Evaluator;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.evaluation.score.Waited;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.timeframe.TimeFrame;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.sli.GetSli;
import sh.keptn.services.sli.SliAnswer;
import sh.keptn.services.sli.SliProviders;
import sh.keptn.services.sli.SliRequest;
import sh.keptn.services.sli.SliSource;

/**
 * The quality gate: asks an SLI provider for the values of a service's objectives and scores them as Keptn's lighthouse-service does.
 *
 * <p>Reads {@code data.<task>: {start, end, timeframe, sliProvider}} or {@code data.test: {start, end}}. Without {@code slo.yaml} of the
 * service in the stage, and without a provider, the answer is a pass that says so; with a file that is there and cannot be had or
 * read, it is an error: nothing has passed then. Objectives that wait for their values are asked for again, all of them, so that
 * their values are of one moment.
 */
public final class EvaluationService implements TaskService {

    /** Its name among the built-ins. */
    public static final String NAME = "evaluation";

    /** What is left for the last question when a task's time ends before the wait: control planes wake a minute later at most. */
    private static final Duration LAST_QUESTION = Duration.ofMinutes(2);

    private final String name;
    private final Objectives objectives;
    private final SliQueries queries;
    private final EvaluationHistory history;
    private final SliProviders providers;
    private final Clock clock;

    /**
     * @param name of this task service in the uniform: what it has answered before is compared with
     * @param files that were read before, for all evaluations of the process
     */
    public EvaluationService(
            String name,
            Resources resources,
            ParsedFiles files,
            EvaluationHistory history,
            SliProviders providers,
            Clock clock) {
        this.name = name;
        this.objectives = new Objectives(resources, files);
        this.queries = new SliQueries(resources, files);
        this.history = history;
        this.providers = providers;
        this.clock = clock;
    }

    @Override
    public TaskAnswer apply(TaskRequest request) {
        try {
            return evaluate(request);
        } catch (NoEvaluationException e) {
            return e.answer();
        }
    }

    private TaskAnswer evaluate(TaskRequest request) throws NoEvaluationException {
        KeptnEvent event = request.event();
        if (event.data().get("services") instanceof List<?> services && services.size() > 1) {
            throw NoEvaluationException.errored("an evaluation looks at one service, and " + event.dataText("service")
                    + " are released together; evaluate them in a sequence of their own");
        }
        Map<String, @Nullable Object> properties = Json.child(event.data(), request.task());
        TimeFrame.Known time = time(event, properties);
        Optional<Objectives.Found> slo = objectives.find(ResourceLevel.ofService(event));
        if (slo.isEmpty()) {
            Evaluation none = Evaluation.withoutSlo(String.valueOf(event.dataText("project")));
            return new EvaluationData(event, time).answer(none);
        }
        if (slo.get().slo().objectives().isEmpty()) {
            return scored(request, time, slo.get(), SliAnswer.of(List.of()));
        }
        SliProviders.Candidate provider = provider(request);
        SliRequest asked = asked(request, time, slo.get().slo(), provider);
        SliSource source = provider.source();
        KeptnEvent answer = request.answer();
        if (source != null) {
            return scored(request, time, slo.get(), source.values(asked));
        } else if (answer == null) {
            return new TaskAnswer.Asking(GetSli.question(provider.service(), asked));
        }
        return scored(request, time, slo.get(), GetSli.answer(answer));
    }

    private TaskAnswer scored(TaskRequest request, TimeFrame.Known time, Objectives.Found slo, SliAnswer answer) {
        Evaluation evaluation = score(request.event(), slo.slo(), answer);
        Instant now = clock.instant();
        Waited before = request.waited();
        Waited waited = before == null ? new Waited(now, 1) : before.again();
        Optional<Again> again = Again.of(evaluation, waited.since(), now)
                .filter(each -> each.at().isBefore(request.end().minus(LAST_QUESTION)));
        if (again.isPresent()) {
            return new TaskAnswer.Waiting(
                    "no value yet for " + String.join(", ", again.get().indicators()) + "; " + waited.words(now),
                    waited,
                    again.get().at());
        }
        boolean waits = slo.slo().objectives().stream().anyMatch(objective -> objective.waiting() != null);
        return new EvaluationData(request.event(), time)
                .answer(evaluation, slo, waits ? waited.explanation(now) : null, answer.provider());
    }

    private Evaluation score(KeptnEvent event, Slo slo, SliAnswer answer) {
        try (Stream<PreviousEvaluation> earlier = history.before(event, name)) {
            return Evaluator.evaluate(
                    Optional.of(slo),
                    String.valueOf(event.dataText("project")),
                    answer.values(),
                    PreviousEvaluation.select(slo.comparison(), earlier),
                    answer.provider());
        }
    }

    /** Without an end of its own an evaluation ends when it is asked for, so that it stays the same when it is done again. */
    private static TimeFrame.Known time(KeptnEvent event, Map<String, @Nullable Object> properties)
            throws NoEvaluationException {
        Map<String, @Nullable Object> test = Json.child(event.data(), "test");
        TimeFrame time = TimeFrame.of(
                new TimeFrame.Request(
                        text(properties, "start"),
                        text(properties, "end"),
                        text(properties, "timeframe"),
                        text(test, "start"),
                        text(test, "end")),
                event.time());
        if (time instanceof TimeFrame.Known known) {
            return known;
        }
        throw NoEvaluationException.errored(((TimeFrame.Unknown) time).reason());
    }

    private SliRequest asked(TaskRequest request, TimeFrame.Known time, Slo slo, SliProviders.Candidate provider)
            throws NoEvaluationException {
        KeptnEvent event = request.event();
        Map<String, String> texts = queries.of(ResourceLevel.of(event), provider.name());
        return new SliRequest(
                String.valueOf(event.dataText("project")),
                String.valueOf(event.dataText("stage")),
                String.valueOf(event.dataText("service")),
                deployment(event),
                labels(event),
                slo.filter(),
                instant(time.start()),
                instant(time.end()),
                request.deadline(),
                event,
                request.waited(),
                slo.indicators().stream()
                        .map(sli -> new SliRequest.Indicator(sli, texts.get(sli)))
                        .toList());
    }

    private SliProviders.Candidate provider(TaskRequest request) throws NoEvaluationException {
        KeptnEvent event = request.event();
        List<SliProviders.Candidate> all = providers.of(event);
        String wanted = text(Json.child(event.data(), request.task()), "sliProvider");
        List<SliProviders.Candidate> meant = all.stream()
                .filter(each -> wanted.isEmpty()
                        || each.service().equals(wanted)
                        || each.name().equals(wanted))
                .toList();
        if (meant.size() == 1) {
            return meant.get(0);
        } else if (all.isEmpty() && wanted.isEmpty()) {
            throw NoEvaluationException.pass(
                    "no evaluation performed by lighthouse because no SLI-provider configured for project "
                            + event.dataText("project"));
        }
        String names = all.isEmpty()
                ? "none"
                : String.join(
                        ", ", all.stream().map(SliProviders.Candidate::service).toList());
        throw NoEvaluationException.errored(
                meant.isEmpty()
                        ? "no SLI provider `" + wanted + "` for this service; the uniform has " + names
                        : "several SLI providers could be asked: " + names
                                + "; name one by the property `sliProvider` of the task, or choose by `selector` or"
                                + " `filter` in the uniform");
    }

    private static String deployment(KeptnEvent event) {
        Object names = Json.child(event.data(), "deployment").get("deploymentNames");
        return names instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String first ? first : "";
    }

    private static Map<String, String> labels(KeptnEvent event) {
        Map<String, String> labels = new LinkedHashMap<>();
        Json.child(event.data(), "labels").forEach((key, value) -> {
            if (value != null) {
                labels.put(key, String.valueOf(value));
            }
        });
        return labels;
    }

    private static Instant instant(String time) throws NoEvaluationException {
        return TimeFrame.instant(time)
                .orElseThrow(() -> NoEvaluationException.errored(
                        "`" + time + "` is no time to evaluate, expected for example `2006-01-02T15:04:05.000Z`"));
    }

    /** Of what is no text, such as a number, the text: whoever reads it says what he expects. */
    private static String text(Map<String, @Nullable Object> data, String key) {
        Object value = data.get(key);
        return value == null ? "" : value.toString();
    }
}
