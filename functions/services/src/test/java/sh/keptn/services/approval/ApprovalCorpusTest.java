package sh.keptn.services.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sh.keptn.events.Json;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;

/** Decisions of Keptn 1.x. */
class ApprovalCorpusTest {

    private static final int CASES = 22;

    @TestFactory
    Stream<DynamicTest> decidesAsKeptn() throws IOException {
        Path file = Path.of(System.getProperty("corpus", "corpus"), "semantics", "approvals.json");
        assumeTrue(Files.exists(file), "no conformance corpus at " + file);
        List<?> items = (List<?>)
                Objects.requireNonNull(Json.parseObject(Files.readString(file)).get("cases"));
        List<Map<String, @Nullable Object>> cases =
                items.stream().map(item -> Json.object((Map<?, ?>) item)).toList();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES);
        return cases.stream().map(item -> DynamicTest.dynamicTest(String.valueOf(item.get("name")), () -> check(item)));
    }

    private static void check(Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("approval", item.get("approval"));
        data.put("result", item.get("result"));
        Map<String, @Nullable Object> expected = Json.child(item, "expected");
        String strategy = String.valueOf(expected.get("strategy_in_message"));

        TaskAnswer answer = new ApprovalService().apply(Requests.of("approval", Json.write(data)));

        if (expected.get("finished") == null) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            TaskAnswer.Pending.class,
                            pending -> assertThat(pending.message()).contains(strategy));
        } else {
            Map<String, @Nullable Object> finished = Json.child(expected, "finished");
            assertThat(answer).isInstanceOfSatisfying(TaskAnswer.Finished.class, actual -> {
                assertThat(actual.result()).isEqualTo(finished.get("result"));
                assertThat(actual.status()).isEqualTo(finished.get("status"));
                assertThat(actual.message()).contains(strategy);
            });
        }
    }
}
