package sh.keptn.controlplane.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keptn.controlplane.CorpusCases;
import sh.keptn.events.Json;

class MergeTest {

    static Stream<Map<String, @Nullable Object>> cases() throws IOException {
        return CorpusCases.of("merge.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mergesAsKeptn(Map<String, @Nullable Object> recorded) {
        assertThat(Merge.merge(recorded.get("in1"), recorded.get("in2"))).isEqualTo(recorded.get("expected"));
    }

    @Test
    void leavesItsArgumentsAlone() {
        Map<String, @Nullable Object> older = Json.parseObject("{\"a\": {\"b\": [1]}}");
        Map<String, @Nullable Object> newer = Json.parseObject("{\"a\": {\"b\": [2], \"c\": \"x\"}}");
        assertThat(Merge.merge(older, newer)).isEqualTo(Json.parse("{\"a\": {\"b\": [2, 1], \"c\": \"x\"}}"));
        assertThat(older).isEqualTo(Json.parse("{\"a\": {\"b\": [1]}}"));
        assertThat(newer).isEqualTo(Json.parse("{\"a\": {\"b\": [2], \"c\": \"x\"}}"));
        assertThat(List.of(older, newer)).hasSize(2);
    }
}
