package sh.keptn.services.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.test.JMeter;

class BuiltinServicesTest {

    private final BuiltinServices builtins = new BuiltinServices(
            (level, uri) -> Optional.empty(), Resolver.system(), JMeter.missing("no JMeter"), Requests.CLOCK);

    private final BuiltinServices.Settings settings =
            new BuiltinServices.Settings(Duration.ofMinutes(1), AllowList.parse(List.of()));

    @Test
    void findsApproval() {
        assertThat(builtins.find("approval", settings))
                .hasValueSatisfying(service -> assertThat(service.apply(Requests.of("approval", "{}")))
                        .isInstanceOf(TaskAnswer.Pending.class));
    }

    @Test
    void findsTest() {
        assertThat(builtins.find("test", settings))
                .hasValueSatisfying(service -> assertThat(service.apply(Requests.of("test", "{}")))
                        .asString()
                        .contains("there is nothing to test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment", "Test", "Approval", ""})
    void pretendsNothing(String name) {
        assertThat(builtins.find(name, settings)).isEmpty();
    }
}
