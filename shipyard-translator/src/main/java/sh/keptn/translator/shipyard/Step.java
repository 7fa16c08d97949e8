package sh.keptn.translator.shipyard;

import java.util.stream.Stream;
import sh.keptn.diagnostics.SourcePosition;

/** What follows what in a sequence: a task, or several branches of tasks at once. */
public sealed interface Step permits Task, Parallel {

    /** Where the author wrote it. */
    SourcePosition position();

    /** All tasks of the step in the order of the file, those that follow a task's progress included. */
    Stream<Task> tasks();
}
