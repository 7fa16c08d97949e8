package sh.keptn.lambda.aws;

import sh.keptn.lambda.sweep.SweepRule;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** The sweep's rule on the account's default bus, the only one that rules with a schedule can be on. */
public final class EventBridgeSweepRule implements SweepRule {

    private final EventBridgeClient client;
    private final String name;

    public EventBridgeSweepRule(EventBridgeClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public void enable() {
        client.enableRule(request -> request.name(name));
    }

    @Override
    public void disable() {
        client.disableRule(request -> request.name(name));
    }

    @Override
    public void describe() {
        client.describeRule(request -> request.name(name));
    }
}
