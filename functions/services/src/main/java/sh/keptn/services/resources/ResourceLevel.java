package sh.keptn.services.resources;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.KeptnEvent;

/**
 * Where a file stands: at a project, a stage or a service in a stage.
 *
 * @param version the configuration that counts, as events have it in {@code gitcommitid}; null for the newest one
 * @param stage null at the level of the project
 * @param service null at the level of the project and of a stage
 */
public record ResourceLevel(
        String project,
        @Nullable String version,
        @Nullable String stage,
        @Nullable String service) {

    /** Those of an event, from the project to the service: the order in which more special files overrule others. */
    public static List<ResourceLevel> of(KeptnEvent event) {
        String project = String.valueOf(event.dataText("project"));
        String stage = event.dataText("stage");
        String service = event.dataText("service");
        return List.of(
                new ResourceLevel(project, event.gitCommitId(), null, null),
                new ResourceLevel(project, event.gitCommitId(), stage, null),
                new ResourceLevel(project, event.gitCommitId(), stage, service));
    }

    /** The level of an event's service. */
    public static ResourceLevel ofService(KeptnEvent event) {
        return of(event).get(2);
    }

    /** For messages: {@code service carts in stage dev of project sockshop}. */
    @Override
    public String toString() {
        return (service == null ? "" : "service " + service + " in ")
                + (stage == null ? "" : "stage " + stage + " of ")
                + "project " + project;
    }
}
