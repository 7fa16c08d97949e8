package sh.keptn.aws.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import sh.keptn.aws.CallFailedException;
import sh.keptn.aws.machines.StepFunctionsMachines;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.controlplane.lifecycle.DeletedProject;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.translator.Plan;
import sh.keptn.translator.RulesOnAws;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;

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
            if (published.isBeingDeleted()) {
                throw new CallFailedException(
                        "the project " + plan.project()
                                + " is being deleted; publish it when that is done, and delete it again if that was broken off");
            }
            ServiceRules rules = rules(plan.project(), published, end);
            List<RulesOnAws.Rule> wanted = RulesOnAws.of(plan);
            rules.put(wanted);
            Rate rate = Rate.ofMachines(clock, sleep, end);
            Rate looks = Rate.ofExecutions(clock, sleep, end);
            Removal removal = new Removal(clock, sleep, end);
            MachineVersions versions =
                    new MachineVersions(machines, installation, plan.project(), published, rate, looks, removal);
            new Plans(store).publish(plan, new StepFunctionsMachines(machines, versions), installation.functions());
            rules.keep(wanted);
        });
    }

    /**
     * Removes all of a project: it cannot be triggered any more, then its rules go, what runs of it is stopped and what waits is ended,
     * both as aborted and without companions, and its machines, its plans and its files go. Done when AWS has removed the last machine.
     *
     * @throws CallFailedException if AWS refuses something, or does not remove a machine of which nothing runs
     */
    public Progress delete(String project, Instant end) {
        return completes(() -> {
            Published published = new Published(store, project);
            published.beginDeletion();
            Plans plans = new Plans(store);
            plans.deactivate(project);
            rules(project, published, end).keep(List.of());
            DeletedProject sequences = new DeletedProject(store, clock);
            remove(published, new RunningExecutions(machines, sequences, clock, sleep, end), end);
            endWaiting(project, plans, sequences, end);
            published.saveCleanedUpTo("");
            plans.forget(project);
            new Configurations(store).forget(project);
            published.endDeletion();
        });
    }

    /** All begin to go before the first is waited for. */
    private void remove(Published published, RunningExecutions running, Instant end) {
        Rate rate = Rate.ofMachines(clock, sleep, end);
        for (PublishedMachine machine : published.machines()) {
            if (machine.reference() == null && new MachineOwner(machines, installation).isAnother(machine.name())) {
                published.remove(machine); // it was in the way of ours
            } else if (running.status(arn(machine)).equals(Optional.of(StateMachineStatus.ACTIVE))) {
                delete(arn(machine), running, rate);
            }
        }
        Removal removal = new Removal(clock, sleep, end);
        for (PublishedMachine machine : published.machines()) {
            removal.await(
                    () -> isGone(arn(machine), running) ? Optional.of(machine) : Optional.empty(),
                    "AWS has not removed the state machine " + machine.name()
                            + " in ten minutes, although nothing of it runs any more; delete the project again later");
            published.remove(machine);
        }
    }

    private String arn(PublishedMachine machine) {
        return installation.machines() + machine.name();
    }

    private void delete(String machine, RunningExecutions running, Rate rate) {
        try {
            running.stop(machine);
            rate.call(() -> machines.deleteStateMachine(request -> request.stateMachineArn(machine)));
        } catch (StateMachineDoesNotExistException e) {
            return; // somebody else was faster
        }
    }

    /** Whether a machine is gone; what was started of it until it began to go is stopped, too. */
    private static boolean isGone(String machine, RunningExecutions running) {
        if (running.status(machine).isEmpty()) {
            return true;
        }
        try {
            running.stop(machine);
            return false;
        } catch (StateMachineDoesNotExistException e) {
            return true;
        }
    }

    private void endWaiting(String project, Plans plans, DeletedProject sequences, Instant end) {
        Set<String> stages = new TreeSet<>();
        plans.versions(project).forEach(plan -> stages.addAll(plan.stages().keySet()));
        for (String stage : stages) {
            boolean isAll = false;
            while (!isAll) {
                if (!clock.instant().isBefore(end)) {
                    throw new OutOfTimeException();
                }
                isAll = sequences.endWaiting(project, stage);
            }
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
