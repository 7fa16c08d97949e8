package sh.keptn.lambda.services;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.controlplane.evaluations.Evaluations;
import sh.keptn.controlplane.lifecycle.ReferredData;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.lambda.BusFunction;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.monitoring.MonitoringSystems;

/** The functions of the task services by their names. */
public final class ServiceFunctions {

    /** The source of the events that they put. */
    public static final String SOURCE = Answers.SOURCE;

    public static final String TASK_SERVICE = "taskService";
    public static final String TASK_GIVEN_UP = "taskGivenUp";

    /** All of them. */
    public static final Set<String> NAMES = Set.of(TASK_SERVICE, TASK_GIVEN_UP);

    private final Map<String, LambdaFunction> functions;

    /**
     * @param resolver of the hosts of webhooks
     * @param linkPrefix how the URLs of links begin, up to their ids
     * @param monitoring whom evaluations may ask
     */
    public ServiceFunctions(
            Store store,
            EventBus bus,
            Resolver resolver,
            String linkPrefix,
            MonitoringSystems monitoring,
            Clock clock) {
        Answers answers = new Answers(bus);
        ReferredData data = new ReferredData(store, clock);
        OwnServices services = new OwnServices(
                new Plans(store),
                new TaskServices(
                        resolver,
                        new ServiceLinks(new Links(store), linkPrefix, clock),
                        new StoredResources(new Configurations(store)),
                        new Evaluations(store)::before,
                        monitoring,
                        clock));
        this.functions = Map.of(
                TASK_SERVICE,
                new BusFunction(new TaskServiceHandler(services, new WorkLog(store), data, answers, clock)),
                TASK_GIVEN_UP,
                new TaskGivenUpFunction(services, data, answers, clock));
    }

    /**
     * The function of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public LambdaFunction function(String name) {
        LambdaFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException("no function `" + name + "`");
        }
        return function;
    }
}
