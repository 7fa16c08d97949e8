package sh.keptn.services.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimetableTest {

    @ParameterizedTest
    @CsvSource({
        "100, 0, 0, 0", "100, 0, 10, 100", "0.5, 0, 3, 6000",
        // In 2 s the rate grows to 10 per second: 10 begin then, 2.5 of them in the first second.
        "10, 2000, 10, 2000", "10, 2000, 20, 3000", "10, 2000, 0, 0",
    })
    void iterationsBeginAtTheirTime(double rate, long rampUpMillis, long index, long atMillis) {
        assertThat(new Timetable(rate, Duration.ofMillis(rampUpMillis))
                        .at(index)
                        .toMillis())
                .isEqualTo(atMillis);
    }

    @ParameterizedTest
    @CsvSource({"100, 0, 500, 50", "10, 2000, 1000, 3", "10, 2000, 2000, 10", "10, 2000, 3000, 20", "0.5, 0, 1, 1"})
    void asManyBeginAsHaveRoom(double rate, long rampUpMillis, long endMillis, long count) {
        Timetable timetable = new Timetable(rate, Duration.ofMillis(rampUpMillis));
        Duration end = Duration.ofMillis(endMillis);
        assertThat(timetable.before(end)).isEqualTo(count);
        assertThat(timetable.at(count - 1)).isLessThan(end);
        assertThat(timetable.at(count)).isGreaterThanOrEqualTo(end);
    }
}
