package sh.keptn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import sh.keptn.cli.run.KeptContexts.Kept;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.lifecycle.SequenceControl;

/** {@code keptn sequence resume}: asks for the tasks of a run again. */
@Command(
        name = "resume",
        description = "Asks for tasks again, those that were held first.",
        mixinStandardHelpOptions = true)
final class SequenceResumeCommand extends SequenceControlCommand {

    @Override
    ControlAnswer control(SequenceControl control, Kept kept, @Nullable String stage) {
        return control.resume(kept.project(), kept.context(), stage);
    }
}
