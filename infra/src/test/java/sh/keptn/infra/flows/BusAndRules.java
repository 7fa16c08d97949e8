package sh.keptn.infra.flows;

import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The bus of an installation, and its rules on that bus and on the default one. */
final class BusAndRules {

    private final EventBridgeClient events;
    private final CleanUp cleanUp;

    BusAndRules(EventBridgeClient events, CleanUp cleanUp) {
        this.events = events;
        this.cleanUp = cleanUp;
    }

    Bus makeBus(ResolvedTemplate template) {
        String name = template.only("AWS::Events::EventBus").name();
        events.createEventBus(request -> request.name(name));
        cleanUp.add("bus " + name, () -> events.deleteEventBus(request -> request.name(name)));
        return new Bus(events, name);
    }

    /** The functions that the rules call have to be there. */
    void makeRules(ResolvedTemplate template) {
        template.resources("AWS::Events::Rule").forEach((id, rule) -> putRule(template.name(id), rule));
    }

    private void putRule(String name, ResourceProperties rule) {
        String bus = rule.has("EventBusName") ? rule.text("EventBusName") : "default";
        List<Target> targets = rule.objects("Targets")
                .map(target -> Target.builder()
                        .id(target.text("Id"))
                        .arn(target.text("Arn"))
                        .build())
                .toList();
        events.putRule(request -> request.name(name)
                .eventBusName(bus)
                .eventPattern(rule.has("EventPattern") ? rule.document("EventPattern") : null)
                .scheduleExpression(rule.textIfAny("ScheduleExpression"))
                .state(RuleState.fromValue(rule.text("State"))));
        cleanUp.add("rule " + name, () -> {
            events.removeTargets(request -> request.rule(name)
                    .eventBusName(bus)
                    .ids(targets.stream().map(Target::id).toList()));
            events.deleteRule(request -> request.name(name).eventBusName(bus));
        });
        PutTargetsResponse put = events.putTargets(
                request -> request.rule(name).eventBusName(bus).targets(targets));
        if (put.failedEntryCount() > 0) {
            throw new IllegalStateException("targets of " + name + ": " + put.failedEntries());
        }
    }
}
