package sh.keptn.controlplane.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keptn.controlplane.CorpusCases;
import sh.keptn.events.Json;

class OutcomeTest {

    static Stream<Map<String, @Nullable Object>> cases() throws IOException {
        return CorpusCases.of("task-aggregation.json")
                .filter(recorded -> Json.child(recorded, "expected").containsKey("result"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void combinesAnswersAsKeptnInAnyOrder(Map<String, @Nullable Object> recorded) {
        List<Outcome> answers = new ArrayList<>(CorpusCases.list(recorded, "events").stream()
                .filter(event -> String.valueOf(event.get("type")).endsWith(".finished"))
                .map(Outcome::of)
                .toList());
        Map<String, @Nullable Object> expected = Json.child(recorded, "expected");
        assertThat(Outcome.combine(answers))
                .extracting(Outcome::result, Outcome::status)
                .containsExactly(expected.get("result"), expected.get("status"));
        Collections.reverse(answers);
        assertThat(Outcome.combine(answers))
                .extracting(Outcome::result, Outcome::status)
                .containsExactly(expected.get("result"), expected.get("status"));
    }
}
