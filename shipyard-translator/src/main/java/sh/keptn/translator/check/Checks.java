package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.uniform.Uniform;

/** All rules. They also run over what could be read of a file with errors, so that one run reports everything. */
public final class Checks {

    private static final List<Check<Shipyard>> SHIPYARD = List.of(
            new StageNameInvalidCheck(),
            new DuplicateStageCheck(),
            new DuplicateSequenceCheck(),
            new TaskNameWithDotCheck(),
            new SequenceTooLargeCheck(),
            new StageWithoutSequencesCheck(),
            new SequenceWithoutTasksCheck(),
            new UnknownTriggerCheck(),
            new PullWithoutSourceCheck(),
            new SelectorValueCheck(),
            new SelectorNeverMatchesCheck(),
            new TriggeredAfterCheck(),
            new TimeoutCheck(),
            new TimeframeCheck());

    private static final List<Check<Uniform>> UNIFORM = List.of(
            new DuplicateServiceCheck(),
            new UnknownBuiltInCheck(),
            new ProviderListensElsewhereCheck(),
            new ServiceWithoutEventsCheck());

    private Checks() {}

    /** Findings about a shipyard. */
    public static List<Diagnostic> of(Shipyard shipyard) {
        return SHIPYARD.stream()
                .flatMap(check -> check.check(shipyard).stream())
                .sorted()
                .toList();
    }

    /** Findings about a uniform. */
    public static List<Diagnostic> of(Uniform uniform) {
        return UNIFORM.stream()
                .flatMap(check -> check.check(uniform).stream())
                .sorted()
                .toList();
    }
}
