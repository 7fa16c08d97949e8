package sh.keptn.aws.publisher;

import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.Tag;

/**
 * Says whose a state machine is. Machines are named after projects, so that two installations of an account would share those
 * of projects of one name; each installation has its bus as tag on its machines.
 */
final class MachineOwner {

    private static final String KEY = "keptn:installation";

    private final SfnClient client;
    private final Installation installation;

    MachineOwner(SfnClient client, Installation installation) {
        this.client = client;
        this.installation = installation;
    }

    /** The tag of this installation's machines. */
    Tag tag() {
        return Tag.builder().key(KEY).value(installation.bus()).build();
    }

    /** Whether another installation has made the machine of a name. One without the tag may have been made by this one. */
    boolean isAnother(String name) {
        try {
            return client
                    .listTagsForResource(request -> request.resourceArn(installation.machines() + name))
                    .tags()
                    .stream()
                    .anyMatch(tag -> tag.key().equals(KEY) && !tag.value().equals(installation.bus()));
        } catch (StateMachineDoesNotExistException e) {
            return false;
        }
    }
}
