package sh.keptn.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.events.Json;

/** {@code keptn sequence status}: shows how far a run is and what it waits for. */
@Command(
        name = "status",
        description = "Shows how far a run is, what is open and who has to answer.",
        mixinStandardHelpOptions = true)
final class SequenceStatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeptContextOptions options;

    @Option(names = "--stage", paramLabel = "NAME", description = "Only the sequences of this stage; default: all.")
    private @Nullable String stage;

    @Override
    public Integer call() {
        return options.with(spec.commandLine(), (contexts, kept) -> {
            contexts.control().whyUnknown(kept.project(), kept.context(), stage).ifPresent(reason -> {
                throw new CommandFailedException(reason);
            });
            ContextDetails details =
                    contexts.control().status(kept.project(), kept.context()).orElseThrow();
            SequenceReport report = new SequenceReport(
                    details,
                    stage,
                    contexts.isSimulated(kept).orElse(null),
                    Clock.systemUTC().instant());
            if (options.isJson()) {
                spec.commandLine().getOut().println(Json.write(report.json()));
            } else {
                report.lines().forEach(line -> spec.commandLine().getOut().println(PlainText.line(line)));
            }
            return 0;
        });
    }
}
