package sh.keptn.lambda.services;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskService;
import sh.keptn.services.builtin.BuiltinServices;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.ResourcesUnavailableException;
import sh.keptn.services.test.JMeter;
import sh.keptn.services.webhook.WebhookService;

/** Finds out who does the tasks of a task service: those that this function does, and those that others are asked for. */
final class TaskServices {

    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private static final String NO_JMETER =
            "JMeter runs on the machine of `keptn run` only; write the test as `tests/<strategy>.yaml`";

    private final BuiltinServices builtins;
    private final Resolver resolver;
    private final ServiceLinks links;
    private final Clock clock;

    /** @param resolver of the hosts of webhooks */
    TaskServices(Resolver resolver, ServiceLinks links, Clock clock) {
        this.builtins = new BuiltinServices(TaskServices::noFiles, resolver, JMeter.missing(NO_JMETER), clock);
        this.resolver = resolver;
        this.links = links;
        this.clock = clock;
    }

    /**
     * Who does its tasks here. One that can be done nowhere answers each as errored, with a sentence that says what to do;
     * empty where others are asked: a Lambda function by its own rule, an external service by itself.
     */
    Optional<TaskService> find(ActivePlan.TaskService service) {
        return switch (service.kind()) {
            case BUILTIN ->
                Optional.of(builtins.find(
                                service.reference(),
                                new BuiltinServices.Settings(timeout(service), AllowList.parse(service.allow())))
                        .orElseGet(() -> missing(service)));
            case HOOK -> Optional.of(webhook(service));
            case IMAGE -> Optional.of(unavailable(service, "container images are not run on AWS yet"));
            case COMMAND -> Optional.of(unavailable(service, "commands run on the machine of `keptn run` only"));
            case LAMBDA, EXTERNAL -> Optional.empty();
        };
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

    private static Optional<byte[]> noFiles(ResourceLevel level, String uri) throws ResourcesUnavailableException {
        throw new ResourcesUnavailableException("the file `" + uri + "` of " + level + " is not on AWS yet");
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
