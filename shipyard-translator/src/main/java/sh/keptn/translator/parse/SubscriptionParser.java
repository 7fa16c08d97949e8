package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.uniform.SelectorTerm;
import sh.keptn.translator.uniform.ServiceEvent;
import sh.keptn.translator.uniform.Uniform;

/**
 * Reads what a service listens to: {@code events}, or {@code actions}, the task names of the formats before 0.1.2. An event
 * is a text, or a mapping whose first key names it and which carries a selector of its own, below that key or, slipped
 * left, beside it.
 */
final class SubscriptionParser {

    private final Findings findings;
    /** Channels (Keptn spec 0.1, uniform.md) and the events that now say the same. */
    private static final Map<String, String> CHANNELS = Map.of(
            "new-artifact", "artifact-delivery.triggered",
            "configuration-changed", "deployment.triggered",
            "deployment-done", "deployment.finished",
            "tests-done", "test.finished",
            "evaluation-done", "evaluation.finished",
            "problem", "remediation.triggered");

    private final SelectorParser selectors;

    SubscriptionParser(Findings findings, SelectorParser selectors) {
        this.findings = findings;
        this.selectors = selectors;
    }

    List<Uniform.Subscription> read(YamlNode.Mapping service) {
        List<SelectorTerm> common = new ArrayList<>(selectors.selector(service));
        common.addAll(selectors.filter(service));
        List<Uniform.Subscription> subscriptions = new ArrayList<>();
        for (YamlNode item : findings.items(service, "events", DiagnosticCode.EVENTS_NOT_A_LIST)) {
            event(item, common).ifPresent(subscriptions::add);
        }
        for (YamlNode item : findings.items(service, "actions", DiagnosticCode.EVENTS_NOT_A_LIST)) {
            action(item, common).ifPresent(subscriptions::add);
        }
        for (YamlNode item : findings.items(service, "subscribedchannels", DiagnosticCode.EVENTS_NOT_A_LIST)) {
            channel(item, common).ifPresent(subscriptions::add);
        }
        return subscriptions;
    }

    private Optional<Uniform.Subscription> event(YamlNode item, List<SelectorTerm> common) {
        if (item instanceof YamlNode.Mapping mapping && !mapping.entries().isEmpty()) {
            YamlNode.Entry first = mapping.entries().get(0);
            List<SelectorTerm> terms = new ArrayList<>(common);
            terms.addAll(selectors.selector(mapping));
            if (first.value() instanceof YamlNode.Mapping own) {
                terms.addAll(selectors.selector(own));
            }
            return event(first.key(), ServiceEvent.parse(first.name()), terms);
        }
        return event(item, item.asText().flatMap(ServiceEvent::parse), common);
    }

    /** A channel of Keptn before 0.6; what came out of it tells of something, and nobody waited for an answer. */
    private Optional<Uniform.Subscription> channel(YamlNode item, List<SelectorTerm> common) {
        String event = item.asText().map(CHANNELS::get).orElse(null);
        if (event == null) {
            findings.add(
                    DiagnosticCode.EVENT_NOT_UNDERSTOOD,
                    item.position(),
                    item.description() + " is no channel of Keptn; write `events: [<task>.triggered]`");
            return Optional.empty();
        }
        findings.add(
                DiagnosticCode.CHANNEL_MAPPED,
                item.position(),
                "the channel " + item.description() + " is taken for `" + event + "`; write `events: [" + event + "]`");
        return event(item, ServiceEvent.parse(event), common);
    }

    private Optional<Uniform.Subscription> action(YamlNode item, List<SelectorTerm> common) {
        Optional<ServiceEvent> event = item.asText()
                .filter(task -> !task.isBlank() && !task.contains("."))
                .map(task -> task.equals("__ALL__") ? ServiceEvent.everything() : ServiceEvent.taskTriggered(task));
        return event(item, event, common);
    }

    private Optional<Uniform.Subscription> event(
            YamlNode named, Optional<ServiceEvent> event, List<SelectorTerm> terms) {
        if (event.isEmpty()) {
            findings.add(
                    DiagnosticCode.EVENT_NOT_UNDERSTOOD,
                    named.position(),
                    named.description() + " is no event of Keptn; write `<task>.triggered`, `<task>.finished` or"
                            + " `<stage>.<sequence>.finished`");
        }
        return event.map(known -> new Uniform.Subscription(known, terms, named.position()));
    }
}
