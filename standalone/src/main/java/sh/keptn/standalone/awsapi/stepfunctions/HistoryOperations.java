package sh.keptn.standalone.awsapi.stepfunctions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Page;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.protocol.Times;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.Execution;
import sh.keptn.standalone.engine.HistoryEvent;

/** Shows the histories of executions. */
final class HistoryOperations {

    /** What is left out where a caller wants no data. */
    private static final Set<String> DATA = Set.of("input", "output", "parameters", "assignedVariables");

    private final Executions executions;
    private final Inputs inputs;
    private final EmbeddedEngine engine;

    HistoryOperations(Executions executions, Inputs inputs, EmbeddedEngine engine) {
        this.executions = executions;
        this.inputs = inputs;
        this.engine = engine;
    }

    Map<String, Operation> operations() {
        return Map.of("GetExecutionHistory", this::history);
    }

    private Map<String, ? extends @Nullable Object> history(Caller caller, Parameters request) {
        Execution execution = executions.find(request.text("executionArn", MachineOperations.ARN_LIMIT));
        boolean withData = request.flag("includeExecutionData", true);
        boolean reverse = request.flag("reverseOrder");
        List<HistoryEvent> all = new ArrayList<>(engine.history(execution.reference()));
        if (reverse) {
            Collections.reverse(all);
        }
        Page<HistoryEvent> page = Page.of(
                all,
                request.count("maxResults", MachineOperations.PAGE_LIMIT, MachineOperations.PAGE),
                request.optionalText("nextToken", 1, 1024),
                "history " + execution.reference() + " " + reverse,
                MachineOperations.invalidToken());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "events",
                page.items().stream()
                        .map(event -> show(event, execution, withData))
                        .toList());
        answer.put("nextToken", page.next());
        return answer;
    }

    private Map<String, @Nullable Object> show(HistoryEvent event, Execution execution, boolean withData) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>(event.details());
        Arn machine = Executions.started(execution);
        // The engine knows neither region nor role, and no blanks in inputs.
        details.replace("region", machine.owner().region());
        if (details.containsKey("roleArn")) {
            details.put("roleArn", executions.revision(execution).roleArn());
            details.put("input", inputs.of(execution));
            if (machine.isQualified()) {
                details.put("stateMachineVersionArn", machine.text());
            }
        }
        if (!withData) {
            details.keySet().removeAll(DATA);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>(
                new HistoryEvent(event.id(), event.previousEventId(), event.type(), event.timestamp(), details)
                        .toJson());
        json.put("timestamp", Times.seconds(event.timestamp()));
        return json;
    }
}
