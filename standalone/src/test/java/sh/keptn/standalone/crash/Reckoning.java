package sh.keptn.standalone.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.rows.DoneTask;
import sh.keptn.controlplane.rows.DoneTasks;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.events.KeptnEvent;
import sh.keptn.standalone.engine.Execution;
import sh.keptn.standalone.engine.ExecutionStatus;
import sh.keptn.standalone.engine.HistoryEvent;
import sh.keptn.translator.Plan;

/** Compares the row of a sequence that has ended with the log, and its execution with the plan. */
final class Reckoning {

    private final SequenceRow row;
    private final Log log;

    Reckoning(SequenceRow row, Log log) {
        this.row = row;
        this.log = log;
    }

    /** Where the row says something else than the log. */
    List<String> violations() {
        List<String> wrong = new ArrayList<>();
        if (row.phase() != SequenceRow.Phase.FINISHED || row.followers() != null) {
            wrong.add("has not ended: " + row);
        }
        for (DoneTask done : row.done()) {
            List<Outcome> said = done.events().stream().map(this::outcome).toList();
            if (!done.progressed() && !Outcome.combine(said).equals(done.outcome())) {
                wrong.add("the log says " + said + ", the row " + done);
            }
        }
        Optional<Outcome> last = DoneTasks.of(row).outcome();
        if (row.companionOf() == null && row.execution() != null && last.isPresent()) {
            Outcome ended = Outcome.of(event(row.finishedEvent()).data());
            boolean isAborted =
                    ended.status().equals(Outcome.ABORTED) && ended.result().equals(Outcome.PASS);
            if (!last.get().result().equals(ended.result())
                    && !DoneTasks.of(row).endInProgress()
                    && !isAborted) {
                wrong.add("ended with " + ended + " after " + last.get());
            }
        }
        return wrong;
    }

    /** Where an execution was more than its plan allows, or a state of it was answered twice. */
    static List<String> violations(Plan.StateMachine machine, Execution execution, List<HistoryEvent> history) {
        List<String> wrong = new ArrayList<>();
        long entered = count(history, "StateEntered") + 1;
        boolean passed = execution.status() == ExecutionStatus.SUCCEEDED;
        if (execution.status() == ExecutionStatus.RUNNING) {
            wrong.add("still runs: " + execution);
        }
        if (entered > machine.maxTransitions() || (passed && entered < machine.minTransitions())) {
            wrong.add(machine.name() + " took " + entered + " transitions, planned " + machine.minTransitions() + " to "
                    + machine.maxTransitions());
        }
        if (history.size() > machine.historyEvents()) {
            wrong.add(machine.name() + " has " + history.size() + " events, planned " + machine.historyEvents());
        }
        if (count(history, "TaskSucceeded") + count(history, "TaskFailed") > count(history, "TaskScheduled")) {
            wrong.add("a token was answered twice: " + history);
        }
        return wrong;
    }

    private static long count(List<HistoryEvent> history, String end) {
        return history.stream().filter(event -> event.type().endsWith(end)).count();
    }

    private Outcome outcome(long number) {
        Outcome said = Outcome.of(event(number).data());
        // Beside a task service that fails, one that reports progress counts as one that is content.
        return said.status().equals(Outcome.IN_PROGRESS)
                ? new Outcome(Outcome.PASS, Outcome.SUCCEEDED, said.message())
                : said;
    }

    private KeptnEvent event(long number) {
        return log.events().get(Math.toIntExact(number - 1));
    }
}
