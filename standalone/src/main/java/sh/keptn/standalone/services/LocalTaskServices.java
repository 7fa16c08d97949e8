package sh.keptn.standalone.services;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.controlplane.plan.SliRules;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskService;
import sh.keptn.services.builtin.BuiltinServices;
import sh.keptn.services.command.CommandService;
import sh.keptn.services.evaluation.EvaluationHistory;
import sh.keptn.services.evaluation.EvaluationService;
import sh.keptn.services.evaluation.ParsedFiles;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.sli.GetSli;
import sh.keptn.services.sli.GetSliTask;
import sh.keptn.services.sli.SliProviders;
import sh.keptn.services.sli.SliSecrets;
import sh.keptn.services.sli.monitoring.MonitoringSystems;
import sh.keptn.services.test.JMeter;
import sh.keptn.services.test.TestResultsSource;
import sh.keptn.services.webhook.AnswerLinks;
import sh.keptn.services.webhook.WebhookService;
import sh.keptn.translator.Plan;

/** Makes workers of the task services of a uniform: those that one process on this machine can do. */
public final class LocalTaskServices {

    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final Path folder;
    private final Map<String, String> variables;
    private final Clock clock;
    private final Plan plan;
    private final Resources resources;
    private final ParsedFiles files = new ParsedFiles();
    private final EvaluationHistory history;
    private final MonitoringSystems monitoring;
    private final BuiltinServices builtins;

    /**
     * @param plan whose task services these are
     * @param folder the uniform's, in which its commands run
     * @param variables environment variables of all commands; those of the uniform win
     * @param resources the project's, in a folder
     * @param history what evaluations are compared with
     * @param secrets that the uniform may name
     * @param jmeter runs scripts of JMeter
     */
    public LocalTaskServices(
            Plan plan,
            Path folder,
            Map<String, String> variables,
            Path resources,
            EvaluationHistory history,
            SliSecrets secrets,
            JMeter jmeter,
            Clock clock) {
        this.plan = plan;
        this.folder = folder;
        this.variables = Map.copyOf(variables);
        this.resources = new FolderResources(resources);
        this.history = history;
        this.monitoring = new MonitoringSystems(secrets, Resolver.system(), Map.of(), clock);
        this.clock = clock;
        this.builtins = new BuiltinServices(this.resources, Resolver.system(), jmeter, clock);
    }

    /**
     * The worker of a task service. One that nobody in this process can do answers every task as errored, with a sentence
     * that says what to do.
     *
     * @throws IllegalArgumentException if the service's allow list or command cannot be used
     */
    public TaskService find(Plan.TaskService service) {
        Integer seconds = service.timeoutSeconds();
        Duration timeout = seconds == null ? NO_LIMIT : Duration.ofSeconds(seconds);
        return switch (service.kind()) {
            case BUILTIN -> builtin(service, timeout);
            case COMMAND -> new CommandService(service.command(), environment(service), folder, timeout, clock);
            case HOOK ->
                new WebhookService(
                        service.reference(),
                        timeout,
                        new GuardedHttpClient(allowList(service), Resolver.system()),
                        AnswerLinks.NONE,
                        clock);
            case IMAGE -> unavailable(elsewhere(service, "container images are not run by this process"));
            case LAMBDA -> outside(elsewhere(service, "Lambda functions are not called by this process"));
            case EXTERNAL -> outside(elsewhere(service, "external services cannot reach this process"));
        };
    }

    private TaskService builtin(Plan.TaskService service, Duration timeout) {
        return service.reference().equals(EvaluationService.NAME)
                ? new EvaluationService(service.name(), resources, files, history, sliProviders(), clock)
                : builtins.find(service.reference(), new BuiltinServices.Settings(timeout, allowList(service)))
                        .orElseGet(() -> unavailable(missingBuiltin(service)));
    }

    private SliProviders sliProviders() {
        SliRules rules = SliRules.of(plan);
        return evaluation -> {
            List<String> asked = rules.services(evaluation);
            List<SliProviders.Candidate> found = plan.taskServices().stream()
                    .filter(service -> asked.contains(service.name()))
                    .flatMap(service -> sliProvider(service).stream())
                    .toList();
            return found.isEmpty() ? TestResultsSource.whereMeasured(evaluation) : found;
        };
    }

    /** Empty where a built-in provides no indicators. */
    private Optional<SliProviders.Candidate> sliProvider(Plan.TaskService service) {
        if (service.kind() == Plan.TaskService.Kind.EXTERNAL || service.kind() == Plan.TaskService.Kind.LAMBDA) {
            return Optional.of(SliProviders.Candidate.byEvent(service.name()));
        }
        if (service.kind() != Plan.TaskService.Kind.BUILTIN) {
            return Optional.of(new SliProviders.Candidate(
                    service.name(), service.name(), new GetSliTask(service.name(), find(service))));
        }
        Integer seconds = service.timeoutSeconds();
        return TestResultsSource.find(service.name(), service.reference())
                .or(() -> monitoring
                        .find(
                                service.reference(),
                                service.endpoint().url(),
                                service.endpoint().headers(),
                                allowList(service),
                                seconds == null ? null : Duration.ofSeconds(seconds))
                        .map(source -> new SliProviders.Candidate(service.name(), service.reference(), source)));
    }

    private static AllowList allowList(Plan.TaskService service) {
        try {
            return AllowList.parse(service.allow());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("task service `" + service.name() + "`: `allow`: " + e.getMessage(), e);
        }
    }

    private Map<String, String> environment(Plan.TaskService service) {
        Map<String, String> environment = new LinkedHashMap<>(variables);
        environment.putAll(service.environment());
        return environment;
    }

    private static TaskService unavailable(String sentence) {
        return request -> TaskAnswer.Finished.errored(sentence);
    }

    /** Values are brought by whoever goes on with the run; anything else that has to be done outside is not done. */
    private static TaskService outside(String sentence) {
        return request -> request.task().equals(GetSli.TASK)
                ? new TaskAnswer.Pending("waits for values of indicators")
                : TaskAnswer.Finished.errored(sentence);
    }

    private static String missingBuiltin(Plan.TaskService service) {
        return "the built-in `" + service.reference() + "` is not part of this version; name a task service with a "
                + "`command` or a `hook` for its tasks in the uniform, or run with --simulate";
    }

    private static String elsewhere(Plan.TaskService service, String why) {
        return "task service `" + service.name() + "`: " + why
                + "; name a `command` or a `hook` in the uniform, or run with --simulate";
    }
}
