package sh.keptn.translator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sh.keptn.translator.aws.AwsFigures;

/** What a plan uses of AWS's quotas: the largest value where a quota is one for each machine or rule. */
final class PlanLimits {

    private PlanLimits() {}

    static List<Plan.Limit> of(List<Plan.StateMachine> machines, BusLimits bus) {
        long bytes = machines.stream()
                .mapToLong(machine -> machine.definition().getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        long history = machines.stream()
                .mapToLong(Plan.StateMachine::retriedHistoryEvents)
                .max()
                .orElse(0);
        List<Plan.Limit> limits = new ArrayList<>();
        limits.add(new Plan.Limit("definition-bytes", bytes, AwsFigures.quota("definition-bytes")));
        limits.add(new Plan.Limit("history-events", history, AwsFigures.quota("history-events")));
        limits.addAll(bus.limits());
        return limits;
    }
}
