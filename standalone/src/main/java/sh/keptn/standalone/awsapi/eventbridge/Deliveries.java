package sh.keptn.standalone.awsapi.eventbridge;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.bus.DeadLetter;
import sh.keptn.standalone.bus.Delivered;
import sh.keptn.standalone.bus.DurableBus;
import sh.keptn.standalone.bus.DurableBus.Addressed;
import sh.keptn.standalone.bus.Retries;
import sh.keptn.standalone.bus.Subscriber;

/** Takes events to the targets of the rules that match them, at least once and across restarts. */
final class Deliveries {

    /** AWS Lambda, "Error handling for asynchronous invocation": two more tries, after one and two minutes. */
    private static final Retries OF_FUNCTIONS = new Retries(List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)));

    /** AWS Lambda, "How Lambda handles errors and retries": throttled events come again for six hours, and that is no try. */
    private static final Duration THROTTLED = Duration.ofHours(6);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final String FUNCTIONS = "functions";
    private static final String INGESTED = "ingested";
    private static final String OTHERS = "others";
    private static final String NOTHING = "{\"source\":[\"\"]}";
    private static final int HOPS = 16;

    private final RuleTables tables;
    private final Targets targets;
    private final Clock clock;
    private final Map<BusName, EventPatterns> patterns = new ConcurrentHashMap<>();
    private @Nullable DurableBus bus;

    Deliveries(RuleTables tables, Targets targets, Clock clock) {
        this.tables = tables;
        this.targets = targets;
        this.clock = clock;
    }

    /** Who gets the deliveries of the bus. */
    List<Subscriber> subscribers() {
        return List.of(
                new Subscriber(FUNCTIONS, NOTHING, this::deliver, Deliveries::givenUp, OF_FUNCTIONS),
                new Subscriber(OTHERS, NOTHING, this::deliver, Deliveries::givenUp, Retries.USUAL));
    }

    /** The bus that the subscribers belong to; set before the first event. */
    void use(DurableBus durable) {
        bus = durable;
    }

    /** The rules of a bus have changed. */
    void changed(BusName name) {
        patterns.remove(name);
    }

    /** An event on its way into a bus. */
    record Incoming(BusName bus, Map<String, @Nullable Object> event) {}

    /** The envelope of an event. */
    Map<String, @Nullable Object> envelope(
            Caller owner,
            String id,
            String source,
            String detailType,
            List<String> resources,
            Map<String, ? extends @Nullable Object> detail) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("version", "0");
        event.put("id", id);
        event.put("detail-type", detailType);
        event.put("source", source);
        event.put("account", owner.account());
        event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", owner.region());
        event.put("resources", resources);
        event.put("detail", detail);
        return event;
    }

    /** Puts events on their buses: when this returns, all deliveries are on disk. */
    void put(List<Incoming> incoming) {
        put(incoming, 0);
    }

    private void put(List<Incoming> incoming, int hops) {
        List<Addressed> all = new ArrayList<>();
        for (Incoming each : incoming) {
            for (String name : matching(each)) {
                tables.rule(each.bus(), name)
                        .filter(Rule::enabled)
                        .ifPresent(rule -> all.addAll(addressed(rule, each.event(), hops)));
            }
        }
        bus().putFor(all);
    }

    /** Puts an event for the targets of one rule, as its schedule does. */
    void putFor(Rule rule, Map<String, @Nullable Object> event) {
        bus().putFor(addressed(rule, event, 0));
    }

    /** Puts an invocation that is no event. */
    void putInvocation(String function, String payload) {
        String id = UUID.randomUUID().toString();
        Map<String, @Nullable Object> invocation = Map.of(
                "function",
                function,
                "payload",
                payload,
                INGESTED,
                clock.instant().toString());
        bus().putFor(List.of(new Addressed(FUNCTIONS, new BusEvent(id, "", "invocation", invocation))));
    }

    private List<String> matching(Incoming incoming) {
        return patterns.computeIfAbsent(incoming.bus(), this::compile).matching(Json.write(incoming.event()));
    }

    private EventPatterns compile(BusName name) {
        Map<String, String> all = new LinkedHashMap<>();
        tables.rules(name).values().forEach(rule -> {
            if (rule.pattern() != null && rule.enabled()) {
                all.put(rule.name(), rule.pattern());
            }
        });
        return EventPatterns.of(all);
    }

    private List<Addressed> addressed(Rule rule, Map<String, @Nullable Object> event, int hops) {
        List<Addressed> all = new ArrayList<>();
        for (Target target : tables.targets(rule.bus(), rule.name()).values()) {
            Map<String, @Nullable Object> delivery = new LinkedHashMap<>();
            delivery.put("event", event);
            delivery.put("bus", rule.bus().arn());
            delivery.put("rule", rule.name());
            delivery.put("target", target.id());
            delivery.put(INGESTED, clock.instant().toString());
            delivery.put("hops", (long) hops);
            BusEvent wrapped = new BusEvent(
                    event.get("id") + " " + rule.arn() + " " + target.id(),
                    String.valueOf(event.get("source")),
                    String.valueOf(event.get("detail-type")),
                    delivery);
            all.add(new Addressed(target.kind() == Target.Kind.FUNCTION ? FUNCTIONS : OTHERS, wrapped));
        }
        return all;
    }

    /** Hands an event over; what the target refuses is tried again. A target that was removed meanwhile gets nothing. */
    private Delivered deliver(BusEvent delivery) {
        Map<String, @Nullable Object> detail = delivery.detail();
        String function = Json.text(detail, "function");
        if (function != null) {
            return invoke(function, String.valueOf(detail.get("payload")), detail);
        }
        BusName name = BusName.of(Caller.UNKNOWN, String.valueOf(detail.get("bus")));
        Rule rule = tables.rule(name, String.valueOf(detail.get("rule"))).orElse(null);
        Target target =
                rule == null ? null : tables.targets(name, rule.name()).get(String.valueOf(detail.get("target")));
        if (rule == null || target == null) {
            return Delivered.DONE;
        }
        Map<String, @Nullable Object> event = Json.child(detail, "event");
        if (target.kind() == Target.Kind.BUS) {
            int hops = detail.get("hops") instanceof Number number ? number.intValue() + 1 : 1;
            // Two buses that send each other everything would never come to rest.
            if (hops <= HOPS) {
                put(List.of(new Incoming(BusName.of(name.owner(), target.arn()), event)), hops);
            }
            return Delivered.DONE;
        }
        String input = TargetInput.of(target, rule, event, String.valueOf(detail.get(INGESTED)));
        if (target.kind() == Target.Kind.FUNCTION) {
            return invoke(target.arn(), input, detail);
        }
        // The same name for the same delivery: it starts once.
        String id = UUID.nameUUIDFromBytes(delivery.id().getBytes(StandardCharsets.UTF_8))
                .toString();
        targets.start(target.arn(), id, input);
        return Delivered.DONE;
    }

    private Delivered invoke(String function, String payload, Map<String, @Nullable Object> detail) {
        if (targets.invoke(function, payload)) {
            return Delivered.DONE;
        }
        Instant now = clock.instant();
        if (Instant.parse(String.valueOf(detail.get(INGESTED))).plus(THROTTLED).isBefore(now)) {
            throw new IllegalStateException(
                    "Lambda had no room for " + function + " for " + THROTTLED.toHours() + " hours");
        }
        return Delivered.laterToGoOn(now.plus(LOOK_AGAIN));
    }

    private static void givenUp(DeadLetter letter) {
        Map<String, @Nullable Object> detail = letter.event().detail();
        String what = detail.containsKey("function")
                ? "an invocation of " + detail.get("function")
                : "event " + Json.child(detail, "event").get("id") + " ("
                        + letter.event().detailType() + ") for target " + detail.get("target") + " of rule "
                        + detail.get("rule");
        System.err.println(what + " was given up after " + letter.tries() + " tries: " + letter.error());
    }

    private DurableBus bus() {
        DurableBus durable = bus;
        if (durable == null) {
            throw new IllegalStateException("an event came before there was a bus");
        }
        return durable;
    }
}
