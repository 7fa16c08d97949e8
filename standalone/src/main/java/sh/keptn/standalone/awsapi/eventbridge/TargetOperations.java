package sh.keptn.standalone.awsapi.eventbridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Page;
import sh.keptn.standalone.awsapi.protocol.Parameters;

/** Puts, shows and removes the targets of rules. */
final class TargetOperations {

    private static final int AT_ONCE = 100;

    private final RuleTables tables;
    private final RuleOperations rules;

    TargetOperations(RuleTables tables, RuleOperations rules) {
        this.tables = tables;
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of("PutTargets", this::put, "RemoveTargets", this::remove, "ListTargetsByRule", this::list);
    }

    private Map<String, ? extends @Nullable Object> put(Caller caller, Parameters request) {
        Rule rule = rules.find(caller, request, "Rule");
        List<Parameters> given = request.children("Targets");
        checkCount("targets", given.size());
        Map<String, Map<String, @Nullable Object>> targets = new LinkedHashMap<>();
        for (Parameters each : given) {
            Target target = Target.read(each);
            if (targets.put(target.id(), target.json()) != null) {
                throw new AwsError("ValidationException", "Target id " + target.id() + " is given twice.");
            }
        }
        tables.putTargets(rule.bus(), rule.name(), targets);
        return Map.of("FailedEntryCount", 0, "FailedEntries", List.of());
    }

    private Map<String, ? extends @Nullable Object> remove(Caller caller, Parameters request) {
        Rule rule = rules.find(caller, request, "Rule");
        List<String> ids = request.texts("Ids");
        checkCount("ids", ids.size());
        List<Map<String, String>> failed = new ArrayList<>();
        for (String id : ids) {
            if (!tables.removeTarget(rule.bus(), rule.name(), id)) {
                failed.add(Map.of(
                        "TargetId",
                        id,
                        "ErrorCode",
                        "ResourceNotFoundException",
                        "ErrorMessage",
                        "Target " + id + " does not exist on rule " + rule.name() + "."));
            }
        }
        return Map.of("FailedEntryCount", failed.size(), "FailedEntries", failed);
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        Rule rule = rules.find(caller, request, "Rule");
        List<Target> all = List.copyOf(tables.targets(rule.bus(), rule.name()).values());
        Page<Target> page = RuleOperations.page(all, request, "targets " + rule.arn());
        return RuleOperations.answer(
                "Targets", page.items().stream().map(Target::json).toList(), page.next());
    }

    private static void checkCount(String member, int count) {
        if (count == 0 || count > AT_ONCE) {
            throw AwsError.constraint(
                    member,
                    count == 0
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or equal to " + AT_ONCE);
        }
    }
}
