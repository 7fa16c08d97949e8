package sh.keptn.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;

class AnswerJsonTest {

    private static final TaskAnswer.Finished EXIT_3 = TaskAnswer.Finished.fail("exit code 3", Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                        | fail    | succeeded | exit code 3",
                "{\"result\": null, \"data\": null}        | fail    | succeeded | exit code 3",
                "{\"result\": \"pass\"}                    | pass    | succeeded | exit code 3",
                "{\"result\": \"warning\"}                 | warning | succeeded | exit code 3",
                "{\"status\": \"aborted\"}                 | fail    | aborted   | exit code 3",
                "{\"status\": \"errored\"}                 | fail    | errored   | exit code 3",
                "{\"result\":\"pass\",\"status\":\"errored\"} | pass | errored   | exit code 3",
                "{\"message\": \"no\"}                     | fail    | succeeded | no",
            })
    void whatIsMissingComesFromElsewhere(String json, String result, String status, String message) throws Exception {
        assertThat(AnswerJson.read(Json.parseObject(json), EXIT_3))
                .isEqualTo(new TaskAnswer.Finished(result, status, message, Map.of()));
    }

    @Test
    void anErroredAnswerWithoutResultDoesNotPass() throws Exception {
        TaskAnswer.Finished pass = TaskAnswer.Finished.pass("", Map.of());

        assertThat(AnswerJson.read(Json.parseObject("{\"status\":\"errored\"}"), pass)
                        .result())
                .isEqualTo("fail");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"result\": \"failed\"} | `result`: expected pass, warning, fail, found `failed`",
                "{\"result\": true}       | `result`: expected pass, warning, fail, found a boolean",
                "{\"status\": \"ok\"}     | `status`: expected succeeded, errored, aborted, found `ok`",
                "{\"message\": 1}         | `message`: expected a string, found a number",
                "{\"data\": []}           | `data`: expected an object, found a list",
            })
    void otherValuesAreMalformed(String json, String message) {
        assertThatThrownBy(() -> AnswerJson.read(Json.parseObject(json), EXIT_3))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessage(message);
    }
}
