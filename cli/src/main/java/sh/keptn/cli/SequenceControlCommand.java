package sh.keptn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sh.keptn.cli.run.KeptContexts.Kept;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.lifecycle.ControlAnswer.Verdict;
import sh.keptn.controlplane.lifecycle.SequenceControl;
import sh.keptn.controlplane.report.ContextJson;
import sh.keptn.events.Json;

/** What the commands have in common that change how a kept run goes on: one sentence, exit code 1 where it cannot be done. */
abstract class SequenceControlCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeptContextOptions options;

    @Option(names = "--stage", paramLabel = "NAME", description = "Only the sequences of this stage; default: all.")
    private @Nullable String stage;

    /** Does it. */
    abstract ControlAnswer control(SequenceControl control, Kept kept, @Nullable String ofStage);

    @Override
    public final Integer call() {
        return options.with(spec.commandLine(), (contexts, kept) -> {
            ControlAnswer answer = control(contexts.control(), kept, stage);
            boolean impossible = answer.verdict() == Verdict.IMPOSSIBLE;
            if (options.isJson()) {
                spec.commandLine()
                        .getOut()
                        .println(Json.write(
                                ContextJson.answer(kept.project(), kept.context(), stage, spec.name(), answer)));
            } else if (impossible) {
                throw new CommandFailedException(answer.message());
            } else {
                spec.commandLine().getOut().println(PlainText.line(answer.message()));
            }
            return impossible ? 1 : 0;
        });
    }
}
