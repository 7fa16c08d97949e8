package sh.keptn.standalone.awsapi.eventbridge;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Page;
import sh.keptn.standalone.awsapi.protocol.Parameters;

/** Puts, shows, switches and deletes rules. */
final class RuleOperations {

    static final int PATTERN_LIMIT = 4096;
    static final int PAGE = 100;

    /** EventBridge, "Amazon EventBridge quotas": the default for the size of a pattern. */
    private static final int PATTERN_QUOTA = 2048;

    private static final Pattern NAME = Pattern.compile("[._A-Za-z0-9-]{1,64}");
    private static final List<String> STATES =
            List.of("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");

    private final RuleTables tables;
    private final Deliveries deliveries;
    private final Schedules schedules;
    private final Clock clock;

    RuleOperations(RuleTables tables, Deliveries deliveries, Schedules schedules, Clock clock) {
        this.tables = tables;
        this.deliveries = deliveries;
        this.schedules = schedules;
        this.clock = clock;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "PutRule", this::put,
                "DescribeRule", this::describe,
                "ListRules", this::list,
                "ListRuleNamesByTarget", this::listByTarget,
                "EnableRule", (caller, request) -> enable(caller, request, true),
                "DisableRule", (caller, request) -> enable(caller, request, false),
                "DeleteRule", this::delete);
    }

    private Map<String, ? extends @Nullable Object> put(Caller caller, Parameters request) {
        BusName bus = bus(caller, request);
        String name = name(request, "Name");
        String pattern = request.optionalText("EventPattern", 0, PATTERN_LIMIT);
        String schedule = request.optionalText("ScheduleExpression", 0, 256);
        if (pattern == null && schedule == null) {
            throw new AwsError(
                    "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        if (pattern != null) {
            compile(pattern);
            if (pattern.length() > PATTERN_QUOTA) {
                throw new AwsError(
                        "LimitExceededException", "Event pattern is larger than " + PATTERN_QUOTA + " characters.");
            }
        }
        if (schedule != null) {
            Rate.of(schedule);
            if (!bus.isDefault()) {
                throw new AwsError(
                        "ValidationException", "ScheduleExpression is supported only on the default event bus.");
            }
        }
        Rule rule = new Rule(
                bus,
                name,
                pattern,
                schedule,
                !"DISABLED".equals(request.word("State", STATES)),
                request.optionalText("Description", 0, 512),
                request.optionalText("RoleArn", 1, 1600),
                clock.instant());
        tables.putRule(rule, TagOperations.read(request.children("Tags")));
        changed(rule);
        return Map.of("RuleArn", rule.arn());
    }

    private Map<String, ? extends @Nullable Object> describe(Caller caller, Parameters request) {
        return find(caller, request, "Name").show();
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        BusName bus = bus(caller, request);
        String prefix = request.optionalText("NamePrefix", 1, 64);
        List<Rule> all = new ArrayList<>(tables.rules(bus).values());
        all.removeIf(rule -> prefix != null && !rule.name().startsWith(prefix));
        Page<Rule> page = page(all, request, "rules " + bus.arn());
        return answer("Rules", page.items().stream().map(Rule::show).toList(), page.next());
    }

    private Map<String, ? extends @Nullable Object> listByTarget(Caller caller, Parameters request) {
        BusName bus = bus(caller, request);
        String arn = request.text("TargetArn", 1600);
        List<String> names = tables.rules(bus).keySet().stream()
                .filter(name -> tables.targets(bus, name).values().stream()
                        .anyMatch(target -> target.arn().equals(arn)))
                .toList();
        Page<String> page = page(names, request, "rules " + bus.arn() + " of " + arn);
        return answer("RuleNames", page.items(), page.next());
    }

    private Map<String, ? extends @Nullable Object> enable(Caller caller, Parameters request, boolean enabled) {
        Rule rule = find(caller, request, "Name").withEnabled(enabled, clock.instant());
        tables.putRule(rule, Map.of());
        changed(rule);
        return Map.of();
    }

    /** One that is not there is no error. */
    private Map<String, ? extends @Nullable Object> delete(Caller caller, Parameters request) {
        BusName bus = bus(caller, request);
        String name = name(request, "Name");
        if (!tables.removeRule(bus, name)) {
            throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
        }
        deliveries.changed(bus);
        schedules.changed(bus, name);
        return Map.of();
    }

    private void changed(Rule rule) {
        deliveries.changed(rule.bus());
        schedules.changed(rule.bus(), rule.name());
    }

    /** The rule that a request names. */
    Rule find(Caller caller, Parameters request, String member) {
        BusName bus = bus(caller, request);
        String name = name(request, member);
        return tables.rule(bus, name)
                .orElseThrow(() -> new AwsError(
                        "ResourceNotFoundException",
                        "Rule " + name + " does not exist on EventBus " + bus.name() + "."));
    }

    private BusName bus(Caller caller, Parameters request) {
        BusName bus = BusName.of(caller, request.optionalText("EventBusName", 1, 1600));
        if (tables.bus(bus).isEmpty()) {
            throw bus.missing();
        }
        return bus;
    }

    private static String name(Parameters request, String member) {
        String name = request.text(member, 64);
        if (!NAME.matcher(name).matches()) {
            throw AwsError.constraint(member, "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
        }
        return name;
    }

    static <T> Page<T> page(List<T> all, Parameters request, String what) {
        return Page.of(
                all,
                request.count("Limit", PAGE, PAGE),
                request.optionalText("NextToken", 1, 2048),
                what,
                BusOperations.invalidToken());
    }

    static Map<String, @Nullable Object> answer(String member, List<?> items, @Nullable String next) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(member, items);
        answer.put("NextToken", next);
        return answer;
    }

    /** A pattern on its own. */
    static EventPatterns compile(String pattern) {
        try {
            return EventPatterns.of(Map.of("pattern", pattern));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("^`pattern` is not an event pattern: ", "");
            throw new AwsError("InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
        }
    }
}
