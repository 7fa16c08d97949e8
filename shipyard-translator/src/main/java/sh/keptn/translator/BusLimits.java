package sh.keptn.translator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.events.EventType;
import sh.keptn.translator.aws.AwsFigures;
import sh.keptn.translator.shipyard.Shipyard;

/**
 * EventBridge's quotas for rules and events (Amazon EventBridge quotas; API, PutRule and PutEvents). Those of rules and
 * patterns can be raised, so that what goes beyond them is a warning.
 */
final class BusLimits {

    private static final int RULES = AwsFigures.quota("rules");
    private static final int PATTERN = AwsFigures.quota("event-pattern-characters");
    private static final int DETAIL_TYPE = AwsFigures.quota("detail-type-characters");

    private final List<RulesOnAws.Rule> rules;
    /** The longest type of the events of each sequence and task, at its position. */
    private final Map<SourcePosition, String> types = new LinkedHashMap<>();

    /** @param rules that the bus gets */
    BusLimits(Shipyard shipyard, List<RulesOnAws.Rule> rules) {
        this.rules = List.copyOf(rules);
        shipyard.stages()
                .forEach(stage -> stage.sequences().forEach(sequence -> {
                    String phase = shipyard.isFollowedAtProgress(stage.name(), sequence.name())
                            ? EventType.IN_PROGRESS
                            : EventType.TRIGGERED;
                    types.put(sequence.position(), new EventType.Sequence(stage.name(), sequence.name(), phase).text());
                    sequence.tasks()
                            .forEach(task -> types.put(
                                    task.position(), new EventType.Task(task.name(), EventType.STATUS_CHANGED).text()));
                }));
    }

    List<Plan.Limit> limits() {
        return List.of(
                new Plan.Limit("rules", rules.size(), RULES),
                new Plan.Limit(
                        "rule-name-characters",
                        longest(rules.stream().map(RulesOnAws.Rule::name).toList()),
                        AwsFigures.quota("rule-name-characters")),
                new Plan.Limit(
                        "event-pattern-characters",
                        longest(rules.stream().map(RulesOnAws.Rule::pattern).toList()),
                        PATTERN),
                new Plan.Limit("detail-type-characters", longest(List.copyOf(types.values())), DETAIL_TYPE));
    }

    List<Diagnostic> diagnostics() {
        List<Diagnostic> found = new ArrayList<>();
        rules.stream()
                .sorted(Comparator.comparing(RulesOnAws.Rule::source))
                .skip(RULES)
                .findFirst()
                .ifPresent(
                        rule -> found.add(
                                Diagnostic.of(
                                        DiagnosticCode.RULES_TOO_MANY,
                                        rule.source(),
                                        "the task services need " + rules.size()
                                                + " rules on AWS and this is the first beyond " + RULES
                                                + ", which is what an event bus takes; have the quota raised or let one service do more")));
        rules.stream()
                .filter(rule -> rule.pattern().length() > PATTERN)
                .forEach(rule -> found.add(Diagnostic.of(
                        DiagnosticCode.PATTERN_TOO_LONG,
                        rule.source(),
                        "the pattern of this rule has " + rule.pattern().length() + " characters, an event bus of"
                                + " AWS takes " + PATTERN + "; shorten the selector or have the quota raised")));
        types.forEach((position, type) -> {
            if (type.length() > DETAIL_TYPE) {
                found.add(Diagnostic.of(
                        DiagnosticCode.EVENT_TYPE_CUT,
                        position,
                        "the type `" + type + "` is cut to " + DETAIL_TYPE + " characters in the event bus's"
                                + " `detail-type`; rules of your own should match `detail.event.type`"));
            }
        });
        return found;
    }

    private static long longest(List<String> texts) {
        return texts.stream().mapToLong(String::length).max().orElse(0);
    }
}
