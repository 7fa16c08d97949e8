package sh.keptn.services.builtin;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import sh.keptn.services.TaskService;
import sh.keptn.services.approval.ApprovalService;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.test.JMeter;
import sh.keptn.services.test.TestService;

/** The services that a uniform names with {@code builtin: <name>}, and that fill the gap for tasks of the same name. */
public final class BuiltinServices {

    private final Resources resources;
    private final Resolver resolver;
    private final JMeter jmeter;
    private final Clock clock;

    /**
     * @param resources the files of projects
     * @param resolver of the hosts that services call
     * @param jmeter runs scripts of JMeter
     */
    public BuiltinServices(Resources resources, Resolver resolver, JMeter jmeter, Clock clock) {
        this.resources = resources;
        this.resolver = resolver;
        this.jmeter = jmeter;
        this.clock = clock;
    }

    /**
     * What a uniform says about a service.
     *
     * @param timeout when its work is given up, if the task's deadline does not come first
     * @param allow what it may call besides public addresses
     */
    public record Settings(Duration timeout, AllowList allow) {}

    /**
     * The service of that name; empty where there is none. Names are case-sensitive. There are {@code approval} and {@code test}; a
     * caller that finds nothing says so and never answers a task by itself.
     */
    public Optional<TaskService> find(String name, Settings settings) {
        return switch (name) {
            case "approval" -> Optional.of(new ApprovalService());
            case "test" ->
                Optional.of(new TestService(resources, settings.allow(), resolver, jmeter, settings.timeout(), clock));
            default -> Optional.empty();
        };
    }
}
