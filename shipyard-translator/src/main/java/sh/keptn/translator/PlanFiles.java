package sh.keptn.translator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.events.Json;
import sh.keptn.translator.aws.AwsFigures;
import sh.keptn.translator.shipyard.QueueSettings;

/** A plan as the files that {@code keptn translate} writes. */
public final class PlanFiles {

    private PlanFiles() {}

    /**
     * The files: {@code state-machines/*.asl.json}, {@code rules.json} and {@code plan.json}.
     *
     * @return text by path relative to the output folder, with {@code /} as separator
     */
    public static Map<String, String> of(Plan plan) {
        Map<String, String> files = new LinkedHashMap<>();
        plan.stateMachines().forEach(machine -> files.put(machine.file(), machine.definition()));
        files.put("rules.json", Json.writePretty(rules(plan)));
        files.put("plan.json", Json.writePretty(plan(plan)));
        return Collections.unmodifiableMap(files);
    }

    /** The content of {@code plan.json}. */
    public static Map<String, @Nullable Object> plan(Plan plan) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", plan.project());
        json.put(
                "stateMachines",
                plan.stateMachines().stream().map(PlanFiles::machine).toList());
        json.put("rules", rules(plan));
        json.put(
                "taskServices",
                plan.taskServices().stream().map(PlanFiles::taskService).toList());
        List<Map<String, @Nullable Object>> queues = plan.stages().stream()
                .filter(stage -> !stage.settings().equals(QueueSettings.DEFAULT))
                .map(PlanFiles::queue)
                .toList();
        if (!queues.isEmpty()) {
            json.put("queues", queues);
        }
        json.put("cost", cost(PlanCost.of(plan)));
        json.put("limits", plan.limits().stream().map(PlanFiles::limit).toList());
        json.put(
                "rates",
                PlanRates.of(plan).rates().stream().map(PlanFiles::rate).toList());
        json.put(
                "diagnostics",
                plan.diagnostics().stream().map(PlanFiles::diagnostic).toList());
        return json;
    }

    /** A finding as JSON object: {@code file}, {@code severity}, {@code code}, {@code line}, {@code column}, {@code message}. */
    public static Map<String, @Nullable Object> diagnostic(Diagnostic diagnostic) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("file", diagnostic.position().file());
        json.put("severity", diagnostic.severity().word());
        json.put("code", diagnostic.code().id());
        json.put("line", diagnostic.position().line());
        json.put("column", diagnostic.position().column());
        json.put("message", diagnostic.message());
        return json;
    }

    private static Map<String, @Nullable Object> machine(Plan.StateMachine machine) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", machine.stage());
        json.put("sequence", machine.sequence());
        json.put("name", machine.name());
        json.put("file", machine.file());
        json.put("hash", machine.hash());
        json.put("states", machine.states());
        json.put("transitions", pair("min", machine.minTransitions(), "max", machine.maxTransitions()));
        json.put("taskRuns", machine.taskRuns());
        json.put("historyEvents", machine.historyEvents());
        json.put("retriedHistoryEvents", machine.retriedHistoryEvents());
        json.put("redrives", machine.redrives());
        if (machine.companion() != null) {
            json.put("companion", machine.companion());
        }
        return json;
    }

    private static List<Map<String, @Nullable Object>> rules(Plan plan) {
        return plan.rules().stream().map(PlanFiles::rule).toList();
    }

    private static Map<String, @Nullable Object> rule(Plan.Rule rule) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", rule.name());
        json.put("description", rule.description());
        json.put(
                "source",
                pair("file", rule.source().file(), "line", rule.source().line()));
        json.put("eventPattern", Json.parse(rule.eventPattern()));
        json.put("target", target(rule.target()));
        return json;
    }

    private static Map<String, @Nullable Object> target(Plan.RuleTarget target) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (target instanceof Plan.RuleTarget.StartSequence start) {
            json.put("kind", "sequence");
            json.put("stage", start.stage());
            json.put("sequence", start.sequence());
        } else if (target instanceof Plan.RuleTarget.CallTaskService call) {
            json.put("kind", "task-service");
            json.put("service", call.service());
        }
        return json;
    }

    /** Its settings are there as a hash only: commands and environments are nobody's business who reads a plan. */
    private static Map<String, @Nullable Object> taskService(Plan.TaskService service) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", service.name());
        json.put("kind", service.kind().name().toLowerCase(Locale.ROOT));
        json.put("hash", service.hash());
        return json;
    }

    private static Map<String, @Nullable Object> queue(Plan.Stage stage) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", stage.name());
        json.put("whileWaiting", QueueSettings.word(stage.settings().whileWaiting()));
        json.put("queue", QueueSettings.word(stage.settings().queue()));
        return json;
    }

    private static Map<String, @Nullable Object> cost(PlanCost cost) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("transitions", pair("min", cost.minTransitions(), "max", cost.maxTransitions()));
        json.put("dollars", pair("min", cost.minDollars(), "max", cost.maxDollars()));
        json.put("region", AwsFigures.region());
        json.put("asOf", AwsFigures.asOf());
        return json;
    }

    private static Map<String, @Nullable Object> rate(PlanRates.Rate rate) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", rate.name());
        json.put("perRun", rate.perRun());
        json.put("perSecond", rate.perSecond());
        return json;
    }

    private static Map<String, @Nullable Object> limit(Plan.Limit limit) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", limit.name());
        json.put("used", limit.used());
        json.put("limit", limit.limit());
        return json;
    }

    private static Map<String, @Nullable Object> pair(String first, Object one, String second, Object other) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(first, one);
        json.put(second, other);
        return json;
    }
}
