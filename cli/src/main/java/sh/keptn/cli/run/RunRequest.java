package sh.keptn.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.translator.Plan;

/**
 * What to run.
 *
 * @param plan of the project
 * @param folder the uniform's, in which its commands run
 * @param variables environment variables for its commands
 * @param resources the project's, in a folder
 * @param services what is delivered
 * @param data payload of the trigger
 * @param context the run through all stages: a new UUID, or that of a run to continue
 * @param dataFolder where everything is kept
 * @param simulate tasks are answered by a simulation, in virtual time
 * @param realTime waits last as long as they say although tasks are simulated
 * @param answers text of an answers file and its name, null without one
 */
public record RunRequest(
        Plan plan,
        Path folder,
        Map<String, String> variables,
        Path resources,
        String stage,
        String sequence,
        List<String> services,
        Map<String, @Nullable Object> data,
        String context,
        Path dataFolder,
        boolean simulate,
        boolean realTime,
        @Nullable Answers answers) {
    public RunRequest {
        services = List.copyOf(services);
    }

    /** An answers file. */
    public record Answers(String file, String text) {}
}
