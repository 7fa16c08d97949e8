package sh.keptn.translator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sh.keptn.translator.aws.AwsFigures;

/** What a plan uses of AWS's quotas: the largest value where a quota is one for each machine or rule. */
final class PlanLimits {

    private PlanLimits() {}

    static List<Plan.Limit> of(List<Plan.StateMachine> machines, List<Plan.Rule> rules) {
        long bytes = machines.stream()
                .mapToLong(machine -> machine.definition().getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        long history = machines.stream()
                .mapToLong(Plan.StateMachine::historyEvents)
                .max()
                .orElse(0);
        long pattern = rules.stream()
                .mapToLong(rule -> rule.eventPattern().length())
                .max()
                .orElse(0);
        return List.of(
                limit("definition-bytes", bytes),
                limit("history-events", history),
                limit("rules", rules.size()),
                limit("event-pattern-characters", pattern));
    }

    private static Plan.Limit limit(String name, long used) {
        return new Plan.Limit(name, used, AwsFigures.quota(name));
    }
}
