package sh.keptn.aws.publisher;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.CallFailedException;
import sh.keptn.aws.machines.Publishing;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineVersionListItem;
import software.amazon.awssdk.services.sfn.model.Tag;

/**
 * Publishes the machines of a project. A machine that is there with the same content is left alone; AWS is asked whether it still is. A version's description
 * is the hash of its content, by which it is known again where a run ended before it could note its ARN.
 */
final class MachineVersions implements Publishing {

    private final SfnClient client;
    private final Installation installation;
    private final String project;
    private final Published published;
    private final Rate rate;
    private final Rate looks;
    private final Removal removal;
    private final MachineOwner owner;

    /**
     * For one run.
     *
     * @param rate of changes
     * @param looks rate of calls that change nothing
     * @param removal waits where a machine of the same name is being removed
     */
    MachineVersions(
            SfnClient client,
            Installation installation,
            String project,
            Published published,
            Rate rate,
            Rate looks,
            Removal removal) {
        this.client = client;
        this.installation = installation;
        this.project = project;
        this.published = published;
        this.rate = rate;
        this.looks = looks;
        this.removal = removal;
        this.owner = new MachineOwner(client, installation);
    }

    @Override
    public String publish(String name, String hash, String definition) {
        String wanted = installation.machineHash(hash);
        PublishedMachine machine = published.machine(name);
        String current = machine.reference();
        if (wanted.equals(machine.hash()) && current != null && isThere(current)) {
            return current;
        }
        Optional<String> lost = wanted.equals(machine.pending()) ? lost(name, wanted) : Optional.empty();
        if (!wanted.equals(machine.pending())) {
            machine = machine.withPending(wanted);
            published.save(machine);
        }
        String version = lost.orElseGet(() -> afterRemoval(name, installation.inPartition(definition), wanted));
        published.save(machine.published(wanted, version));
        return version;
    }

    /** Whether nobody has deleted it by hand. */
    private boolean isThere(String version) {
        try {
            return looks.call(() -> client.describeStateMachine(request -> request.stateMachineArn(version)))
                            .status()
                    != StateMachineStatus.DELETING;
        } catch (StateMachineDoesNotExistException e) {
            return false;
        }
    }

    /** The newest version, if it is the one that a run before has published and not noted. */
    private Optional<String> lost(String name, String wanted) {
        try {
            return client
                    .listStateMachineVersions(
                            request -> request.stateMachineArn(arn(name)).maxResults(1))
                    .stateMachineVersions()
                    .stream()
                    .map(StateMachineVersionListItem::stateMachineVersionArn)
                    .filter(version ->
                            wanted.equals(client.describeStateMachine(request -> request.stateMachineArn(version))
                                    .description()))
                    .findFirst();
        } catch (StateMachineDoesNotExistException e) {
            return Optional.empty();
        }
    }

    private String afterRemoval(String name, String definition, String wanted) {
        return removal.await(
                () -> unlessDeleting(() -> version(name, definition, wanted)),
                "the state machine " + name
                        + " is being deleted, and AWS keeps it until its last execution has ended; stop"
                        + " what runs of it in the console of Step Functions, or delete the project " + project
                        + ", and publish again");
    }

    private static Optional<String> unlessDeleting(Supplier<String> call) {
        try {
            return Optional.of(call.get());
        } catch (StateMachineDeletingException e) {
            return Optional.empty();
        }
    }

    private String version(String name, String definition, String wanted) {
        try {
            return published.machine(name).reference() == null
                    ? created(name, definition, wanted)
                    : updated(name, definition, wanted);
        } catch (StateMachineDoesNotExistException e) {
            // Somebody has deleted it by hand.
            return created(name, definition, wanted);
        } catch (StateMachineAlreadyExistsException e) {
            if (owner.isAnother(name)) {
                throw new CallFailedException(
                        "the state machine " + name + " belongs to another installation of this account"
                                + " and region; give the project " + project + " another name");
            }
            // From a run that was not noted, with another definition.
            return updated(name, definition, wanted);
        }
    }

    private String created(String name, String definition, String wanted) {
        return known(
                name,
                rate.call(() -> client.createStateMachine(request -> request.name(name)
                                .definition(definition)
                                .roleArn(installation.role())
                                .publish(true)
                                .versionDescription(wanted)
                                .tags(
                                        Tag.builder()
                                                .key("keptn:project")
                                                .value(project)
                                                .build(),
                                        owner.tag())))
                        .stateMachineVersionArn());
    }

    private String updated(String name, String definition, String wanted) {
        return known(
                name,
                rate.call(() -> client.updateStateMachine(request -> request.stateMachineArn(arn(name))
                                .definition(definition)
                                .roleArn(installation.role())
                                .publish(true)
                                .versionDescription(wanted)))
                        .stateMachineVersionArn());
    }

    private static String known(String name, @Nullable String version) {
        if (version == null) {
            throw new IllegalStateException("Step Functions published no version of " + name);
        }
        return version;
    }

    private String arn(String name) {
        return installation.machines() + name;
    }
}
