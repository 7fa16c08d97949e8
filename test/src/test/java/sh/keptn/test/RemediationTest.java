package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** Remediations that need four actions: each turn gets the next one, however the shipyard writes the loop. */
class RemediationTest {

    private static final String ANSWERS = """
            [{"task": "get-action", "occurrence": 1, "data": {"get-action": {"actionIndex": 1}}},
             {"task": "get-action", "occurrence": 2, "data": {"get-action": {"actionIndex": 2}}},
             {"task": "get-action", "occurrence": 3, "data": {"get-action": {"actionIndex": 3}}},
             {"task": "get-action", "occurrence": 4, "data": {"get-action": {"actionIndex": 4}}},
             {"task": "evaluation", "occurrence": 4, "result": "pass"},
             {"task": "evaluation", "result": "fail"},
             {"task": "remediation", "progress": [
               {"data": {"action": {"name": "first"}}}, {"data": {"action": {"name": "second"}}},
               {"data": {"action": {"name": "third"}}}, {"data": {"action": {"name": "fourth"}}}]}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void sequenceThatFollowsItsOwnFailureGetsTheNextActionEachTime() throws IOException, InterruptedException {
        KeptnProcess.Result run = run("""
                  - name: production
                    sequences:
                    - name: remediation
                      triggeredOn:
                      - event: production.remediation.finished
                        selector: {match: {evaluation.result: fail}}
                      tasks:
                      - name: get-action
                      - name: action
                      - name: evaluation
                        triggeredAfter: 10m
                """);
        assertThat(run.finishedSequences())
                .containsExactly(
                        "production.remediation fail",
                        "production.remediation fail",
                        "production.remediation fail",
                        "production.remediation pass");
        assertThat(values(run, "get-action", "get-action", "actionIndex")).containsExactly(0, 1, 2, 3);
        assertThat(values(run, "action", "get-action", "actionIndex")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void taskWithNestedActionsIsAskedForTheNextOneEachTime() throws IOException, InterruptedException {
        new Project(folder).file("shipyard.yaml", """
                version: 0.1.2
                type: Shipyard
                spec:
                  stages:
                  - name: production
                    workflows:
                      problem-remediation:
                      - remediation:
                          workflow:
                            remediation.progressed:
                            - evaluation:
                                triggeredAfter: 10m
                """);
        KeptnProcess.Result run = run(null);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(values(run, "remediation", "remediation", "iteration")).containsExactly(0, 1, 2, 3, 4);
        assertThat(run.events("evaluation.triggered"))
                .extracting(
                        event -> Json.child(Json.child(event, "data"), "action").get("name"))
                .containsExactly("first", "second", "third", "fourth");
    }

    private KeptnProcess.Result run(@Nullable String stages) throws IOException, InterruptedException {
        Project project = new Project(folder).file("answers.json", ANSWERS);
        if (stages != null) {
            project.stages(stages);
        }
        return project.run("--simulate", "--answers", "answers.json");
    }

    /** A number in a part of the data of each {@code <task>.triggered}, 0 where it is absent. */
    private static List<Integer> values(KeptnProcess.Result run, String task, String part, String key) {
        return run.events(task + ".triggered").stream()
                .map(event -> Json.child(Json.child(event, "data"), part).get(key))
                .map(value -> value instanceof Number number ? number.intValue() : 0)
                .toList();
    }
}
