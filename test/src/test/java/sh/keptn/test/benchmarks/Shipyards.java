package sh.keptn.test.benchmarks;

import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** Shipyards of a wanted size. */
final class Shipyards {

    static final String PROJECT = "sockshop";

    private Shipyards() {}

    /** One stage {@code dev} with one sequence {@code delivery} of that many tasks. */
    static String ofTasks(int tasks) {
        StringBuilder yaml = head();
        yaml.append("  - name: dev\n    sequences:\n    - name: delivery\n      tasks:\n");
        for (int task = 0; task < tasks; task++) {
            yaml.append("      - name: task").append(task).append('\n');
        }
        return yaml.toString();
    }

    /** Stages of one task each, each after the one before it. */
    static String ofStages(int stages) {
        StringBuilder yaml = head();
        for (int stage = 0; stage < stages; stage++) {
            yaml.append("  - name: stage").append(stage).append("\n    sequences:\n    - name: delivery\n");
            if (stage > 0) {
                yaml.append("      triggeredOn:\n      - event: stage")
                        .append(stage - 1)
                        .append(".delivery.finished\n");
            }
            yaml.append("      tasks:\n      - name: deployment\n");
        }
        return yaml.toString();
    }

    /** The compiled form. */
    static Plan plan(String shipyard) {
        return Translator.translate(PROJECT, new SourceFile("shipyard.yaml", shipyard), null)
                .value()
                .orElseThrow();
    }

    private static StringBuilder head() {
        return new StringBuilder("""
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: benchmark}
                spec:
                  stages:
                """);
    }
}
