package sh.keptn.aws.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Rules and targets of a bus as the API reference describes them: a rule with targets cannot be deleted. */
final class InMemoryRules implements EventBridgeClient {

    private final Stops stops;
    private final Map<String, PutRuleRequest> rules = new TreeMap<>();
    private final Map<String, Map<String, Target>> targets = new TreeMap<>();
    private int changes;

    InMemoryRules(Stops stops) {
        this.stops = stops;
    }

    /** Pattern and targets of each rule. */
    Map<String, List<String>> content() {
        Map<String, List<String>> content = new TreeMap<>();
        rules.forEach((name, rule) -> {
            List<String> lines = new ArrayList<>(List.of(rule.eventPattern()));
            targets(name).values().forEach(target -> lines.add(target.arn() + " " + target.inputPath()));
            content.put(name, lines);
        });
        return content;
    }

    int changes() {
        return changes;
    }

    private Map<String, Target> targets(String rule) {
        if (!rules.containsKey(rule)) {
            throw ResourceNotFoundException.builder()
                    .message("Rule " + rule + " does not exist")
                    .build();
        }
        return targets.computeIfAbsent(rule, name -> new TreeMap<>());
    }

    @Override
    public PutRuleResponse putRule(PutRuleRequest request) {
        return stops.around(() -> {
            changes++;
            rules.put(request.name(), request);
            return PutRuleResponse.builder().build();
        });
    }

    @Override
    public PutTargetsResponse putTargets(PutTargetsRequest request) {
        return stops.around(() -> {
            changes++;
            request.targets().forEach(target -> targets(request.rule()).put(target.id(), target));
            return PutTargetsResponse.builder().failedEntryCount(0).build();
        });
    }

    @Override
    public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
        return ListTargetsByRuleResponse.builder()
                .targets(targets(request.rule()).values())
                .build();
    }

    @Override
    public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
        return stops.around(() -> {
            changes++;
            List<RemoveTargetsResultEntry> failed = request.ids().stream()
                    .filter(id -> targets(request.rule()).remove(id) == null)
                    .map(id -> RemoveTargetsResultEntry.builder()
                            .targetId(id)
                            .errorCode("ResourceNotFoundException")
                            .build())
                    .toList();
            return RemoveTargetsResponse.builder()
                    .failedEntryCount(failed.size())
                    .failedEntries(failed)
                    .build();
        });
    }

    @Override
    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        return stops.around(() -> {
            changes++;
            if (rules.containsKey(request.name()) && !targets(request.name()).isEmpty()) {
                throw EventBridgeException.builder()
                        .message("Rule can't be deleted since it has targets.")
                        .build();
            }
            rules.remove(request.name());
            return DeleteRuleResponse.builder().build();
        });
    }

    @Override
    public String serviceName() {
        return EventBridgeClient.SERVICE_NAME;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
