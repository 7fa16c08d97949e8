package sh.keptn.translator;

import java.util.List;
import sh.keptn.translator.aws.AwsFigures;

/**
 * What one run of every sequence of a plan asks of AWS, beside how often a second an account may ask for it in the regions with least:
 * with all companions, every turn of every loop, and one task service for each task, without retries. AWS makes callers wait where they
 * ask more often, and what waits is asked again, so that a rate makes runs slower and ends none.
 */
public record PlanRates(List<Rate> rates) {

    /** An event asks for it, and three say that it is asked for, has started and has ended. */
    private static final int EVENTS_OF_SEQUENCE = 4;

    /** One asks for it; its task service says that it has started and has finished, which the control plane passes on. */
    private static final int EVENTS_OF_TASK = 5;

    /** Of decisions about a sequence, and about a task: more than what has been counted. */
    private static final long WRITES_OF_SEQUENCE = 120;

    private static final long WRITES_OF_TASK = 100;

    public PlanRates {
        rates = List.copyOf(rates);
    }

    /**
     * One kind of call.
     *
     * @param name of the call, or of what is counted
     * @param perRun how often one run of every sequence asks for it at most
     * @param perSecond how often a second AWS answers at once, for as long as one likes
     */
    public record Rate(String name, long perRun, int perSecond) {

        /** How many times a second all sequences may run for as long as one likes. */
        public double runsPerSecond() {
            return (double) perSecond / perRun;
        }
    }

    /** The rates of a plan; none where it has no state machine. */
    public static PlanRates of(Plan plan) {
        long machines = plan.stateMachines().size();
        if (machines == 0) {
            return new PlanRates(List.of());
        }
        long sequences = plan.stateMachines().stream()
                .filter(machine -> machine.companion() == null)
                .count();
        long tasks = plan.stateMachines().stream()
                .mapToLong(Plan.StateMachine::taskRuns)
                .sum();
        return new PlanRates(List.of(
                rate("start-execution", machines),
                rate("send-task-success", tasks),
                rate("state-transitions", PlanCost.of(plan).maxTransitions()),
                rate("put-events", EVENTS_OF_SEQUENCE * sequences + EVENTS_OF_TASK * tasks),
                rate(
                        "table-write-units",
                        plan.stateMachines().stream()
                                .mapToLong(PlanRates::writes)
                                .sum())));
    }

    /** The row of a sequence grows with the tasks that have ended, and is written with each of them. */
    private static long writes(Plan.StateMachine machine) {
        long tasks = machine.taskRuns();
        return WRITES_OF_SEQUENCE + WRITES_OF_TASK * tasks + tasks * tasks;
    }

    private static Rate rate(String name, long perRun) {
        return new Rate(name, perRun, AwsFigures.quota(name + "-per-second"));
    }
}
