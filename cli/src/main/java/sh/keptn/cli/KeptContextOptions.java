package sh.keptn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sh.keptn.cli.run.KeptContexts;
import sh.keptn.cli.run.KeptContexts.Kept;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.standalone.DataFolderException;
import sh.keptn.standalone.database.DatabaseException;

/** Options that name a run in a data folder. */
final class KeptContextOptions {

    /** A UUID as Keptn writes it. */
    static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final int SHOWN = 20;

    @Option(
            names = "--data-dir",
            required = true,
            paramLabel = "DIR",
            description = "The folder in which keptn run keeps it.")
    @SuppressWarnings("NullAway.Init")
    private Path dataFolder;

    @Option(names = "--context", required = true, paramLabel = "UUID", description = "The run's id.")
    @SuppressWarnings("NullAway.Init")
    private String context;

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Its project; needed only where several have a run of this id.")
    private @Nullable String project;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    boolean isJson() {
        return output == OutputFormat.JSON;
    }

    /**
     * Takes the data folder, does something with the run, and gives the folder back.
     *
     * @throws CommandFailedException if another process has the folder, or there is no such run in it
     */
    <T> T with(CommandLine command, BiFunction<KeptContexts, Kept, T> work) {
        if (!UUID_TEXT.matcher(context).matches()) {
            throw new ParameterException(
                    command,
                    "--context is `" + context + "`; expected a UUID such as 6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11");
        }
        try (KeptContexts contexts = KeptContexts.open(dataFolder)) {
            return work.apply(contexts, find(contexts.all()));
        } catch (DataFolderException | DatabaseException | StoreUnavailableException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        }
    }

    private Kept find(List<Kept> all) {
        String wanted = context.toLowerCase(Locale.ROOT);
        List<Kept> found = all.stream()
                .filter(kept -> kept.context().equals(wanted))
                .filter(kept -> project == null || kept.project().equals(project))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        } else if (found.isEmpty()) {
            throw new CommandFailedException("data folder " + dataFolder + " has no context " + wanted
                    + (project == null ? "" : " of project " + project) + "; it has " + list(all));
        }
        throw new CommandFailedException("several projects have a context " + wanted + "; name one with --project: "
                + String.join(", ", found.stream().map(Kept::project).toList()));
    }

    private static String list(List<Kept> all) {
        List<String> shown = all.stream()
                .limit(SHOWN)
                .map(kept -> kept.context() + " of " + kept.project())
                .toList();
        return all.isEmpty()
                ? "none"
                : String.join(", ", shown) + (all.size() > SHOWN ? ", and " + (all.size() - SHOWN) + " more" : "");
    }
}
