package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sh.keptn.translator.naming.Sha256;

final class StateMachineNameTest {

    @Test
    void plainNamesAreJoined() {
        assertThat(StateMachineName.of("shop", "dev", "delivery", null)).isEqualTo("keptn-shop-dev-delivery");
        assertThat(StateMachineName.fileBase("dev", "delivery", null)).isEqualTo("dev.delivery");
    }

    @Test
    void aHyphenInAPartAddsTheHash() {
        assertThat(StateMachineName.of("a-b", "c", "d", null))
                .isEqualTo("keptn-a-b-c-d-" + Sha256.shortHex("a-b/c/d"))
                .isNotEqualTo(StateMachineName.of("a", "b-c", "d", null));
        assertThat(StateMachineName.fileBase("dev", "artifact-delivery", null))
                .isEqualTo("dev.artifact-delivery-" + Sha256.shortHex("dev/artifact-delivery"));
    }

    @Test
    void otherCharactersAreReplaced() {
        assertThat(StateMachineName.of("shop", "stage ä", "a.b", null))
                .isEqualTo("keptn-shop-stage__-a_b-" + Sha256.shortHex("shop/stage ä/a.b"));
    }

    @Test
    void longNamesAreCut() {
        String sequence = "s".repeat(100);
        assertThat(StateMachineName.of("shop", "dev", sequence, null))
                .hasSize(80)
                .startsWith("keptn-shop-dev-sss")
                .endsWith("-" + Sha256.shortHex("shop/dev/" + sequence));
        assertThat(StateMachineName.fileBase("dev", sequence, null)).hasSize(100);
    }

    @Test
    void companionsBelongToTheSequencesName() {
        assertThat(StateMachineName.of("shop", "dev", "delivery", "rollback"))
                .isEqualTo("keptn-shop-dev-delivery_rollback-" + Sha256.shortHex("shop/dev/delivery.rollback"));
    }
}
