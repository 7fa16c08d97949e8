package sh.keptn.aws.publisher;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.CallFailedException;
import sh.keptn.events.Json;
import sh.keptn.translator.RulesOnAws;
import sh.keptn.translator.naming.Sha256;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Puts and removes the rules of a project's task services. Targets that others have added to a rule stay as long as it does. */
final class ServiceRules {

    /** What is said of a target that is to be removed and is not there. */
    private static final String GONE = "ResourceNotFoundException";

    private static final String TARGET = "task-service";
    private static final int DESCRIPTION = 512;

    private final EventBridgeClient client;
    private final Installation installation;
    private final String project;
    private final Published published;
    private final Rate rate;

    ServiceRules(EventBridgeClient client, Installation installation, String project, Published published, Rate rate) {
        this.client = client;
        this.installation = installation;
        this.project = project;
        this.published = published;
        this.rate = rate;
    }

    /** Puts what is new or has changed; rules that are not wanted any more stay for the plan that is still active. */
    void put(List<RulesOnAws.Rule> wanted) {
        Map<String, String> rules = published.rules();
        List<RulesOnAws.Rule> changed = wanted.stream()
                .filter(rule -> !hash(rule).equals(rules.get(rule.name())))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach(rule -> rules.put(rule.name(), ""));
        published.saveRules(rules);
        for (RulesOnAws.Rule rule : changed) {
            rate.check();
            put(rule);
            rules.put(rule.name(), hash(rule));
            published.saveRules(rules);
        }
    }

    /** Equal hashes mean the same rule with the same target. */
    private String hash(RulesOnAws.Rule rule) {
        return Sha256.hex(Json.write(
                Arrays.asList(rule.description(), rule.pattern(), rule.function(), installation.deadLetters())));
    }

    private void put(RulesOnAws.Rule rule) {
        String description = rule.description();
        rate.call(() -> client.putRule(request -> request.name(rule.name())
                .eventBusName(installation.bus())
                .description(description.substring(0, Math.min(description.length(), DESCRIPTION)))
                .eventPattern(rule.pattern())
                .state(RuleState.ENABLED)
                .tags(Tag.builder().key("keptn:project").value(project).build())));
        String function = rule.function();
        if (function == null) {
            removeTargets(rule.name(), Set.of(TARGET));
        } else {
            PutTargetsResponse response = rate.call(() -> client.putTargets(request -> request.rule(rule.name())
                    .eventBusName(installation.bus())
                    .targets(target(function, installation.deadLetters()))));
            accepted(rule.name(), response.failedEntries());
        }
    }

    /** A task service gets the CloudEvent alone. */
    private static Target target(String function, @Nullable String deadLetters) {
        Target.Builder target = Target.builder().id(TARGET).arn(function).inputPath("$.detail.event");
        if (deadLetters != null) {
            target.deadLetterConfig(DeadLetterConfig.builder().arn(deadLetters).build());
        }
        return target.build();
    }

    /** Removes all rules of the project but these. */
    void keep(List<RulesOnAws.Rule> wanted) {
        Set<String> names = wanted.stream().map(RulesOnAws.Rule::name).collect(Collectors.toSet());
        Map<String, String> rules = published.rules();
        for (String name : List.copyOf(rules.keySet())) {
            if (!names.contains(name)) {
                rate.check();
                remove(name);
                rules.remove(name);
                published.saveRules(rules);
            }
        }
    }

    private void remove(String rule) {
        try {
            Set<String> targets = rate
                    .call(() -> client.listTargetsByRule(
                            request -> request.rule(rule).eventBusName(installation.bus())))
                    .targets()
                    .stream()
                    .map(Target::id)
                    .collect(Collectors.toSet());
            removeTargets(rule, targets);
        } catch (ResourceNotFoundException e) {
            return; // it was removed before this could be noted
        }
        rate.call(() -> client.deleteRule(request -> request.name(rule).eventBusName(installation.bus())));
    }

    private void removeTargets(String rule, Set<String> targets) {
        if (!targets.isEmpty()) {
            var response = rate.call(() -> client.removeTargets(request ->
                    request.rule(rule).eventBusName(installation.bus()).ids(targets)));
            accepted(
                    rule,
                    response.failedEntries().stream()
                            .filter(entry -> !GONE.equals(entry.errorCode()))
                            .toList());
        }
    }

    private static void accepted(String rule, List<?> failed) {
        if (!failed.isEmpty()) {
            throw new CallFailedException("EventBridge did not take the target of rule " + rule + ": " + failed);
        }
    }
}
