package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class LargeShipyardTest {

    /** Guards against quadratic work; the limit is generous because the machine may be busy. */
    @Test
    void aThousandChainedStagesAreTranslated() {
        StringBuilder text = new StringBuilder("apiVersion: spec.keptn.sh/0.2.3\nspec:\n  stages:\n");
        for (int stage = 0; stage < 1_000; stage++) {
            text.append("  - name: s%d\n    sequences:\n    - name: delivery\n".formatted(stage));
            text.append("      triggeredOn: [{event: s%d.delivery.finished}]\n".formatted(Math.max(0, stage - 1)));
            text.append("      tasks: [{name: deployment}, {name: test}, {name: release}]\n");
        }
        SourceFile shipyard = new SourceFile("shipyard.yaml", text.toString());
        Plan plan = Assertions.assertTimeout(
                Duration.ofMinutes(1),
                () -> Translator.translate("shop", shipyard, null).value().orElseThrow());
        assertThat(plan.stateMachines()).hasSize(1_000);
        assertThat(plan)
                .isEqualTo(Translator.translate("shop", shipyard, null).value().orElseThrow());
    }
}
