package sh.keptn.aws.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import sh.keptn.aws.CallFailedException;
import sh.keptn.aws.machines.StepFunctionsMachines;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.translator.Plan;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/**
 * Brings the plan of a project to AWS. Each call works until it is done or its time is over; the same call again continues,
 * also where a run was killed. Until everything is there the plan before is the active one, and what runs keeps its version.
 */
public final class Publisher {

    private final SfnClient machines;
    private final EventBridgeClient events;
    private final Store store;
    private final Installation installation;
    private final Clock clock;
    private final Consumer<Duration> sleep;

    /** @param sleep lets time go by */
    public Publisher(
            SfnClient machines,
            EventBridgeClient events,
            Store store,
            Installation installation,
            Clock clock,
            Consumer<Duration> sleep) {
        this.machines = machines;
        this.events = events;
        this.store = store;
        this.installation = installation;
        this.clock = clock;
        this.sleep = sleep;
    }

    /**
     * Publishes machines and rules, makes the plan the active one, and removes rules that it does not have.
     *
     * @param end when this run has to be over
     * @throws CallFailedException if AWS refuses something, or somebody else publishes the same project
     */
    public Progress publish(Plan plan, Instant end) {
        return completes(() -> {
            Published published = new Published(store, plan.project());
            ServiceRules rules = rules(plan.project(), published, end);
            List<ServiceRule> wanted = ServiceRule.of(plan);
            rules.put(wanted);
            Rate rate = Rate.ofMachines(clock, sleep, end);
            MachineVersions versions = new MachineVersions(machines, installation, plan.project(), published, rate);
            new Plans(store).publish(plan, new StepFunctionsMachines(machines, versions), installation.functions());
            rules.keep(wanted);
        });
    }

    /**
     * Removes all of a project: it cannot be triggered any more, then its rules, its machines, its plans and its files go. Executions that
     * still run are ended by AWS, without companions; who wants these aborts the sequences before.
     */
    public Progress delete(String project, Instant end) {
        return completes(() -> {
            Plans plans = new Plans(store);
            plans.deactivate(project);
            Published published = new Published(store, project);
            rules(project, published, end).keep(List.of());
            Rate rate = Rate.ofMachines(clock, sleep, end);
            for (PublishedMachine machine : published.machines()) {
                delete(machine, rate);
                published.remove(machine);
            }
            published.saveCleanedUpTo("");
            plans.forget(project);
            new Configurations(store).forget(project);
        });
    }

    private void delete(PublishedMachine machine, Rate rate) {
        if (machine.reference() == null && new MachineOwner(machines, installation).isAnother(machine.name())) {
            return; // it was in the way of ours
        }
        try {
            rate.call(() -> machines.deleteStateMachine(
                    request -> request.stateMachineArn(installation.machines() + machine.name())));
        } catch (StateMachineDoesNotExistException e) {
            return; // it was never created, or deleted before this could be noted
        }
    }

    /** Deletes versions and machines of a project that no plan and no execution has needed for 15 days. */
    public Progress cleanUp(String project, Instant end) {
        return completes(() -> {
            NeededVersions needed = NeededVersions.of(store, project);
            Published published = new Published(store, project);
            Rate rate = Rate.ofMachines(clock, sleep, end);
            Rate lists = Rate.ofLists(clock, sleep, end);
            new UnusedVersions(machines, installation, published, rate, lists, clock.instant()).delete(needed);
        });
    }

    private ServiceRules rules(String project, Published published, Instant end) {
        return new ServiceRules(events, installation, project, published, Rate.ofRules(clock, sleep, end));
    }

    private static Progress completes(Runnable work) {
        try {
            work.run();
            return Progress.DONE;
        } catch (OutOfTimeException e) {
            return Progress.CONTINUE;
        } catch (SdkException e) {
            throw new CallFailedException("publishing: " + e.getMessage(), e);
        }
    }
}
