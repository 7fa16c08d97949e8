package sh.keptn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import sh.keptn.cli.run.KeptContexts.Kept;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.lifecycle.SequenceControl;

/** {@code keptn sequence redrive}: continues what has ended badly of a run. */
@Command(
        name = "redrive",
        description = "Continues what has failed or was aborted at the task at which it ended.",
        mixinStandardHelpOptions = true)
final class SequenceRedriveCommand extends SequenceControlCommand {

    @Override
    ControlAnswer control(SequenceControl control, Kept kept, @Nullable String stage) {
        return control.redrive(kept.project(), kept.context(), stage);
    }
}
