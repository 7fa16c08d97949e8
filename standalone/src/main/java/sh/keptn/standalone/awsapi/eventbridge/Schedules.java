package sh.keptn.standalone.awsapi.eventbridge;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sh.keptn.standalone.time.Timeline;

/** Fires the rules that have a schedule. */
final class Schedules {

    private final RuleTables tables;
    private final Deliveries deliveries;
    private final Timeline timeline;
    private final Map<String, Timeline.Timer> timers = new ConcurrentHashMap<>();

    Schedules(RuleTables tables, Deliveries deliveries, Timeline timeline) {
        this.tables = tables;
        this.deliveries = deliveries;
        this.timeline = timeline;
    }

    /** Sets the timers of all rules, once at the start. */
    void start() {
        tables.allRules().forEach(rule -> changed(rule.bus(), rule.name()));
    }

    /** A rule was put, enabled, disabled or deleted. */
    synchronized void changed(BusName bus, String name) {
        Timeline.Timer before = timers.remove(bus.ruleArn(name));
        if (before != null) {
            before.cancel();
        }
        tables.rule(bus, name).ifPresent(this::arm);
    }

    private void arm(Rule rule) {
        if (rule.schedule() != null && rule.enabled()) {
            Instant due =
                    Rate.of(rule.schedule()).next(rule.since(), timeline.clock().instant());
            timers.put(rule.arn(), timeline.at(due, Timeline.Kind.DEADLINE, () -> fire(rule)));
        }
    }

    private void fire(Rule armed) {
        try {
            Rule rule = tables.rule(armed.bus(), armed.name()).orElse(null);
            if (rule != null && rule.equals(armed)) {
                put(rule);
            }
        } finally {
            // Whatever failed this time: the rule has a next one.
            changed(armed.bus(), armed.name());
        }
    }

    private void put(Rule rule) {
        deliveries.putFor(
                rule,
                deliveries.envelope(
                        rule.bus().owner(),
                        UUID.randomUUID().toString(),
                        "aws.events",
                        "Scheduled Event",
                        List.of(rule.arn()),
                        new LinkedHashMap<>()));
    }
}
