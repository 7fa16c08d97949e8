package sh.keptn.translator;

import sh.keptn.translator.aws.AwsFigures;

/**
 * What AWS charges for the state transitions of a run of every sequence of a plan, without retries. The least is a run in
 * which everything passes at once, the most one with every turn of every loop, and with all companions.
 */
public record PlanCost(long minTransitions, long maxTransitions) {

    /** The cost of one run of each sequence. */
    public static PlanCost of(Plan plan) {
        long min = plan.stateMachines().stream()
                .filter(machine -> machine.companion() == null)
                .mapToLong(Plan.StateMachine::minTransitions)
                .sum();
        long max = plan.stateMachines().stream()
                .mapToLong(Plan.StateMachine::maxTransitions)
                .sum();
        return new PlanCost(min, max);
    }

    /** US dollars at least. */
    public double minDollars() {
        return AwsFigures.dollars(minTransitions);
    }

    /** US dollars at most. */
    public double maxDollars() {
        return AwsFigures.dollars(maxTransitions);
    }
}
