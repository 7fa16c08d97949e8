package sh.keptn.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoDurationTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "10m, 600",
                "1h30m, 5400",
                "1.5s, 2",
                "1ms, 1",
                "0, 0",
                "-5m, 0",
                "+2s, 2",
                ".5h, 1800",
                "1d, -",
                "ten, -",
                "5, -",
                "'', -",
                "2562048h, -",
                "100ns, 1",
                "1h 5m, -"
            })
    void secondsAreRoundedUp(String text, @Nullable Long seconds) {
        assertThat(GoDuration.seconds(text)).isEqualTo(Optional.ofNullable(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"90, 90", "1.2, 2", "2h, 7200", "soon, -"})
    void aBareNumberCountsSecondsWhereItMay(String text, @Nullable Long seconds) {
        assertThat(GoDuration.secondsOrNumber(text)).isEqualTo(Optional.ofNullable(seconds));
    }

    @Test
    void aTextOfAnyLengthIsAnswered() {
        assertThat(GoDuration.seconds("1h".repeat(300_000) + "x")).isEmpty();
    }
}
