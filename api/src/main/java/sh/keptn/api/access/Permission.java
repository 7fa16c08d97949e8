package sh.keptn.api.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a token allows.
 *
 * @param projects their names, {@value #ALL} for all
 * @param stages their names, null for all
 * @param taskServices those for which it may answer, null for all
 */
public record Permission(
        Set<Verb> verbs,
        Set<String> projects,
        @Nullable Set<String> stages,
        @Nullable Set<String> taskServices) {

    static final String ALL = "*";

    public Permission {
        verbs = Set.copyOf(verbs);
        projects = Set.copyOf(projects);
        stages = stages == null ? null : Set.copyOf(stages);
        taskServices = taskServices == null ? null : Set.copyOf(taskServices);
    }

    /** Everything. */
    static Permission everything() {
        return new Permission(Set.of(Verb.values()), Set.of(ALL), null, null);
    }

    boolean allows(Need need) {
        String answers = need.taskService();
        return verbs.contains(need.verb())
                && (projects.contains(ALL) || projects.contains(need.project()))
                && (stages == null || stages.contains(need.stage()))
                && (taskServices == null || answers == null || taskServices.contains(answers));
    }
}
