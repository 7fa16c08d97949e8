package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanRates;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** What a played delivery asks of AWS is what the plan has said before, or less. */
final class RatesTest {

    @Test
    void theExampleAsksForWhatItsPlanSays() throws IOException {
        Path example = Path.of("../examples/carts");
        Plan plan = Translator.translate(
                        "carts",
                        new SourceFile("shipyard.yaml", Files.readString(example.resolve("shipyard.yaml"))),
                        new SourceFile("uniform.yaml", Files.readString(example.resolve("uniform.yaml"))))
                .value()
                .orElseThrow();
        staysBelow(plan);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 40})
    void aSequenceAsksForWhatItsPlanSays(int tasks) {
        String names = IntStream.range(0, tasks)
                .mapToObj(i -> "        - name: t" + i + "\n")
                .collect(Collectors.joining());
        String events =
                IntStream.range(0, tasks).mapToObj(i -> "t" + i + ".triggered").collect(Collectors.joining(", "));
        Plan plan = Translator.translate(
                        "shop",
                        new SourceFile("shipyard.yaml", """
                                apiVersion: spec.keptn.sh/0.2.3
                                kind: Shipyard
                                metadata: {name: shop}
                                spec:
                                  stages:
                                  - name: dev
                                    sequences:
                                    - name: delivery
                                      tasks:
                                """ + names),
                        new SourceFile(
                                "uniform.yaml",
                                "kind: Uniform\nspec: {services: [{name: all, external: true, events: [" + events
                                        + "]}]}"))
                .value()
                .orElseThrow();
        staysBelow(plan);
    }

    private static void staysBelow(Plan plan) {
        Map<String, Long> said = PlanRates.of(plan).rates().stream()
                .collect(Collectors.toMap(PlanRates.Rate::name, PlanRates.Rate::perRun));
        PlayedDelivery.Usage used = PlayedDelivery.of(plan);
        long tasks = plan.stateMachines().stream()
                .mapToInt(Plan.StateMachine::taskRuns)
                .sum();
        assertThat(said)
                .containsEntry("start-execution", (long) used.starts())
                .containsEntry("send-task-success", (long) used.tokens());
        assertThat(tasks).isEqualTo(used.tokens());
        assertThat(said.get("put-events")).isBetween((long) used.events(), used.events() + 4L * used.starts());
        assertThat(said.get("table-write-units")).isBetween((long) used.writeUnits(), 3L * used.writeUnits());
        assertThat(Stream.of(
                        "start-execution", "send-task-success", "state-transitions", "put-events", "table-write-units"))
                .containsExactlyInAnyOrderElementsOf(said.keySet());
    }
}
