package sh.keptn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import sh.keptn.cli.run.KeptContexts.Kept;
import sh.keptn.controlplane.lifecycle.ControlAnswer;
import sh.keptn.controlplane.lifecycle.SequenceControl;

/** {@code keptn sequence abort}: ends what has not ended of a run. */
@Command(
        name = "abort",
        description = "Ends what has not ended. Nothing follows; onFailure, finally and rollbacks run.",
        mixinStandardHelpOptions = true)
final class SequenceAbortCommand extends SequenceControlCommand {

    @Override
    ControlAnswer control(SequenceControl control, Kept kept, @Nullable String stage) {
        return control.abort(kept.project(), kept.context(), stage);
    }
}
