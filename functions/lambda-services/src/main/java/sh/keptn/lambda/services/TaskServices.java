package sh.keptn.lambda.services;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.SliRules;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskService;
import sh.keptn.services.builtin.BuiltinServices;
import sh.keptn.services.evaluation.EvaluationHistory;
import sh.keptn.services.evaluation.EvaluationService;
import sh.keptn.services.evaluation.ParsedFiles;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.sli.GetSliTask;
import sh.keptn.services.sli.SliProviders;
import sh.keptn.services.sli.monitoring.MonitoringSystems;
import sh.keptn.services.test.JMeter;
import sh.keptn.services.test.TestResultsSource;
import sh.keptn.services.webhook.WebhookService;
import sh.keptn.translator.Plan;

/** Finds out who does the tasks of a task service: those that this function does, and those that others are asked for. */
final class TaskServices {

    private static final Duration NO_LIMIT = Duration.ofDays(365);

    /** The built-in of the default uniform that stands for no SLI provider. */
    private static final String NO_PROVIDER = "get-sli";

    private static final String NO_JMETER =
            "JMeter runs on the machine of `keptn run` only; write the test as `tests/<strategy>.yaml`";

    private final BuiltinServices builtins;
    private final Resolver resolver;
    private final ServiceLinks links;
    private final Resources resources;
    private final ParsedFiles files = new ParsedFiles();
    private final EvaluationHistory history;
    private final MonitoringSystems monitoring;
    private final Clock clock;

    /**
     * @param resolver of the hosts of webhooks
     * @param resources of all projects
     * @param history what evaluations are compared with
     * @param monitoring whom evaluations may ask
     */
    TaskServices(
            Resolver resolver,
            ServiceLinks links,
            Resources resources,
            EvaluationHistory history,
            MonitoringSystems monitoring,
            Clock clock) {
        this.builtins = new BuiltinServices(resources, resolver, JMeter.missing(NO_JMETER), clock);
        this.resolver = resolver;
        this.links = links;
        this.resources = resources;
        this.history = history;
        this.monitoring = monitoring;
        this.clock = clock;
    }

    /**
     * Who does its tasks here. One that can be done nowhere answers each as errored, with a sentence that says what to do;
     * empty where others are asked: a Lambda function by its own rule, an external service by itself.
     *
     * @param plan that the service is part of
     */
    Optional<TaskService> find(ActivePlan plan, ActivePlan.TaskService service) {
        return switch (service.kind()) {
            case BUILTIN -> Optional.of(builtin(plan, service));
            case HOOK -> Optional.of(webhook(service));
            case IMAGE -> Optional.of(unavailable(service, "container images are not run on AWS yet"));
            case COMMAND -> Optional.of(unavailable(service, "commands run on the machine of `keptn run` only"));
            case LAMBDA, EXTERNAL -> Optional.empty();
        };
    }

    private TaskService builtin(ActivePlan plan, ActivePlan.TaskService service) {
        return service.reference().equals(EvaluationService.NAME)
                ? new EvaluationService(service.name(), resources, files, history, sliProviders(plan), clock)
                : builtins.find(
                                service.reference(),
                                new BuiltinServices.Settings(timeout(service), AllowList.parse(service.allow())))
                        .orElseGet(() -> missing(service));
    }

    private SliProviders sliProviders(ActivePlan plan) {
        SliRules rules = SliRules.of(plan);
        return evaluation -> {
            List<String> asked = rules.services(evaluation);
            List<SliProviders.Candidate> found = plan.taskServices().stream()
                    .filter(service -> asked.contains(service.name()))
                    .flatMap(service -> sliProvider(plan, service).stream())
                    .toList();
            return found.isEmpty() ? TestResultsSource.whereMeasured(evaluation) : found;
        };
    }

    /** Empty for the built-in {@code get-sli}, which stands for none; one that is missing here is no reason to pass. */
    private Optional<SliProviders.Candidate> sliProvider(ActivePlan plan, ActivePlan.TaskService service) {
        if (service.kind() == Plan.TaskService.Kind.BUILTIN
                && service.reference().equals(NO_PROVIDER)) {
            return Optional.empty();
        }
        return TestResultsSource.find(service.name(), service.reference())
                .or(() -> monitored(service))
                .or(() -> Optional.of(find(plan, service)
                        .filter(found -> !WebhookService.answersLater(service.reference()))
                        .map(found -> new SliProviders.Candidate(
                                service.name(), service.name(), new GetSliTask(service.name(), found)))
                        .orElseGet(() -> SliProviders.Candidate.byEvent(service.name()))));
    }

    private Optional<SliProviders.Candidate> monitored(ActivePlan.TaskService service) {
        if (service.kind() != Plan.TaskService.Kind.BUILTIN) {
            return Optional.empty();
        }
        Long seconds = service.timeoutSeconds();
        return monitoring
                .find(
                        service.reference(),
                        service.endpoint().url(),
                        service.endpoint().headers(),
                        AllowList.parse(service.allow()),
                        seconds == null ? null : Duration.ofSeconds(seconds))
                .map(source -> new SliProviders.Candidate(service.name(), service.reference(), source));
    }

    private TaskService webhook(ActivePlan.TaskService service) {
        return new WebhookService(
                service.reference(),
                timeout(service),
                new GuardedHttpClient(AllowList.parse(service.allow()), resolver),
                links.of(service.name()),
                clock);
    }

    private static Duration timeout(ActivePlan.TaskService service) {
        Long seconds = service.timeoutSeconds();
        return seconds == null ? NO_LIMIT : Duration.ofSeconds(seconds);
    }

    private static TaskService missing(ActivePlan.TaskService service) {
        return request -> TaskAnswer.Finished.errored("the built-in `" + service.reference()
                + "` is not part of this version; name a task service with a `hook` or a `lambda` for its tasks in the "
                + "uniform");
    }

    private static TaskService unavailable(ActivePlan.TaskService service, String why) {
        return request -> TaskAnswer.Finished.errored(
                "task service `" + service.name() + "`: " + why + "; name a `hook` or a `lambda` in the uniform");
    }
}
