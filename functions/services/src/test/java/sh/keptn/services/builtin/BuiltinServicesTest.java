package sh.keptn.services.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;

class BuiltinServicesTest {

    @Test
    void findsApproval() {
        assertThat(new BuiltinServices().find("approval"))
                .hasValueSatisfying(service -> assertThat(service.apply(Requests.of("approval", "{}")))
                        .isInstanceOf(TaskAnswer.Pending.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment", "test", "Approval", ""})
    void pretendsNothing(String name) {
        assertThat(new BuiltinServices().find(name)).isEmpty();
    }
}
