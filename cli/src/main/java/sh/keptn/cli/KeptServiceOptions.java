package sh.keptn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sh.keptn.cli.run.KeptEvaluations;
import sh.keptn.cli.run.KeptEvaluations.Place;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.standalone.DataFolderException;
import sh.keptn.standalone.database.DatabaseException;

/** Options that name a service in a data folder whose evaluations are meant. */
final class KeptServiceOptions {

    @Option(
            names = "--data-dir",
            required = true,
            paramLabel = "DIR",
            description = "The folder in which keptn run keeps its runs.")
    @SuppressWarnings("NullAway.Init")
    private Path dataFolder;

    @Option(names = "--project", required = true, paramLabel = "NAME", description = "The project's name.")
    @SuppressWarnings("NullAway.Init")
    private String project;

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "What was evaluated.")
    @SuppressWarnings("NullAway.Init")
    private String service;

    @Option(names = "--stage", paramLabel = "NAME", description = "Only this stage; default: all.")
    private @Nullable String stage;

    String project() {
        return project;
    }

    String service() {
        return service;
    }

    /**
     * Takes the data folder, does something with the results of the service, and gives the folder back.
     *
     * @throws CommandFailedException if another process has the folder, or there is no result of the service in it
     */
    <T> T with(Function<List<EvaluatedStage>, T> work) {
        return open(dataFolder, kept -> {
            List<Place> places = kept.places();
            List<EvaluatedStage> found = places.stream()
                    .filter(place -> place.project().equals(project)
                            && place.service().equals(service)
                            && (stage == null || place.stage().equals(stage)))
                    .map(place -> new EvaluatedStage(place.stage(), kept.of(place)))
                    .toList();
            if (found.isEmpty()) {
                throw new CommandFailedException("data folder " + dataFolder + " has no evaluation of " + service
                        + " in " + (stage == null ? "project " : "stage " + stage + " of project ") + project
                        + "; it has " + list(places));
            }
            return work.apply(found);
        });
    }

    /** The same with all that a folder has. */
    static <T> T open(Path folder, Function<KeptEvaluations, T> work) {
        try (KeptEvaluations kept = KeptEvaluations.open(folder)) {
            return work.apply(kept);
        } catch (DataFolderException | DatabaseException | StoreUnavailableException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        }
    }

    private static String list(List<Place> places) {
        return places.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        places.stream()
                                .map(place -> place.service() + " in " + place.stage() + " of " + place.project())
                                .toList());
    }
}
