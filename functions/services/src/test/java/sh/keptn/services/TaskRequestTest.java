package sh.keptn.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRequestTest {

    @ParameterizedTest
    @CsvSource({
        "PT1H,   PT30S,  PT30S",
        "PT10S,  PT30S,  PT10S",
        "PT30S,  PT30S,  PT30S",
        "PT-1S,  PT30S,  PT-1S",
    })
    void timeLeftIsTheLimitOrWhatIsLeftUntilTheDeadline(Duration untilDeadline, Duration limit, Duration left) {
        TaskRequest request = Requests.within(Requests.of("test", "{}"), untilDeadline);

        assertThat(request.timeLeft(limit, Requests.CLOCK.instant())).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S,       timed out after 30s",
        "PT29.9998S,  timed out after 30s",
        "PT1.5S,      timed out after 1.5s",
        "PT0.2S,      timed out after 0.2s",
        "PT90S,       timed out after 1m30s",
        "PT25H,       timed out after 25h",
    })
    void timedOutSaysAfterHowLong(Duration after, String message) {
        assertThat(TaskAnswer.Finished.timedOut(after)).isEqualTo(TaskAnswer.Finished.errored(message));
    }

    @ParameterizedTest
    @CsvSource({"PT1.7S, PT30S, PT2S", "PT1.7S, PT1S, PT1S"})
    void limitIsTheOneThatIsWrittenDown(Duration left, Duration own, Duration limit) {
        TaskRequest request = Requests.within(Requests.of("test", "{}"), Duration.ofSeconds(2));

        assertThat(request.limit(own, Requests.CLOCK.instant().plusSeconds(2).minus(left)))
                .isEqualTo(limit);
    }
}
