package sh.keptn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sh.keptn.cli.run.KeptEvaluations;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.controlplane.rows.EvaluationRow;

/** {@code keptn evaluation invalidate}: takes a result out of all later comparisons. */
@Command(
        name = "invalidate",
        description = {
            "Takes a result out of all later comparisons: that of a test that had gone wrong, say.",
            "What the run has made of it stays as it is."
        },
        mixinStandardHelpOptions = true)
final class EvaluationInvalidateCommand implements Callable<Integer> {

    private static final int SHORTEST_ID = 4;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            required = true,
            paramLabel = "DIR",
            description = "The folder in which keptn run keeps its runs.")
    @SuppressWarnings("NullAway.Init")
    private Path dataFolder;

    @Option(
            names = "--id",
            required = true,
            paramLabel = "ID",
            description = "The result's id, or its start, as keptn get evaluations shows it.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why it must not count.")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Override
    public Integer call() {
        if (id.length() < SHORTEST_ID) {
            throw new ParameterException(
                    spec.commandLine(), "--id is `" + id + "`; give at least " + SHORTEST_ID + " characters of it");
        }
        if (reason.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--reason is empty; say why the result must not count");
        }
        return KeptServiceOptions.open(dataFolder, kept -> {
            EvaluationRow result = find(kept);
            String what = "the result " + result.outcome().result() + " of " + result.service() + " "
                    + EvaluatedStage.build(result) + " in " + result.stage();
            EvaluationRow.Invalidation before = result.invalidated();
            if (before == null) {
                kept.invalidate(result, reason);
                say(what + " is not compared with any more");
            } else {
                say(what + " is not compared with since " + before.time() + ": " + before.reason());
            }
            return 0;
        });
    }

    private void say(String line) {
        spec.commandLine().getOut().println(PlainText.line(line));
    }

    private EvaluationRow find(KeptEvaluations kept) {
        List<EvaluationRow> found = kept.places().stream()
                .flatMap(place -> kept.of(place).stream())
                .filter(row -> row.event().startsWith(id) || row.triggeredId().startsWith(id))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new CommandFailedException(
                found.isEmpty()
                        ? "data folder " + dataFolder + " has no evaluation `" + id
                                + "`; keptn get evaluations shows the ids"
                        : found.size() + " evaluations begin with `" + id + "`; give more of the id");
    }
}
