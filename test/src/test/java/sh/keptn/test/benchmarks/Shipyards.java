package sh.keptn.test.benchmarks;

import org.jspecify.annotations.Nullable;
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

    /** One stage {@code dev} with one sequence {@code delivery}, which is the evaluation of five minutes. */
    static String ofGate() {
        return head().append("""
                  - name: dev
                    sequences:
                    - name: delivery
                      tasks:
                      - {name: evaluation, properties: {timeframe: 5m}}
                """.indent(2)).toString();
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
        return plan(shipyard, null);
    }

    /** The same with a uniform. */
    static Plan plan(String shipyard, @Nullable String uniform) {
        return Translator.translate(
                        PROJECT,
                        new SourceFile("shipyard.yaml", shipyard),
                        uniform == null ? null : new SourceFile("uniform.yaml", uniform))
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
