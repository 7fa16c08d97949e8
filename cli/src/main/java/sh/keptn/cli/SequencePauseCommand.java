package sh.keptn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import sh.keptn.cli.run.KeptContexts.Kept;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.lifecycle.SequenceControl;

/** {@code keptn sequence pause}: asks for no more tasks of a run. */
@Command(
        name = "pause",
        description = "Asks for no more tasks. What runs goes on, and its answers count.",
        mixinStandardHelpOptions = true)
final class SequencePauseCommand extends SequenceControlCommand {

    @Override
    ControlAnswer control(SequenceControl control, Kept kept, @Nullable String stage) {
        return control.pause(kept.project(), kept.context(), stage);
    }
}
