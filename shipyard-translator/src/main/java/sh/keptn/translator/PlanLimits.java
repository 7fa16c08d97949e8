package sh.keptn.translator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sh.keptn.translator.verify.SelfCheck;

/** What a plan uses of AWS's quotas: the largest value where a quota is one for each machine or rule. */
final class PlanLimits {

    /** EventBridge: rules of a bus. */
    private static final int RULES = 300;

    /** EventBridge: characters of a pattern. */
    private static final int PATTERN = 2_048;

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
                new Plan.Limit("definition-bytes", bytes, SelfCheck.MAX_DEFINITION_BYTES),
                new Plan.Limit("history-events", history, SelfCheck.MAX_HISTORY_EVENTS),
                new Plan.Limit("rules", rules.size(), RULES),
                new Plan.Limit("event-pattern-characters", pattern, PATTERN));
    }
}
