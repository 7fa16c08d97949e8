package sh.keptn.evaluation.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of numbers as Go's {@code strconv.FormatFloat(value, 'g', -1, 64)} and {@code fmt} make them. */
final class GoFloatTest {

    @ParameterizedTest
    @CsvSource({
        "50, 50",
        "1000000, 1000000",
        "66.66666666666666, 66.66666666666666",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e21, 1e+21",
        "123456789012345680000, 123456789012345680000",
        "-102.5, -102.5",
        "2e23, 2e+23",
        "4.9e-324, 5e-324",
        "2.0E-3, 0.002",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "1.7976931348623157E308, 1.7976931348623157e+308",
    })
    void numbersHaveTheShortestTextThatIsThem(double value, String text) {
        assertThat(GoFloat.format(value)).isEqualTo(text);
        assertThat(GoFloat.parse(text)).hasValue(value);
    }

    @Test
    void noTextIsLongerThanTheShortest() {
        Random random = new Random(7);
        DoubleStream drawn = DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong()))
                .filter(Double::isFinite)
                .limit(20_000);
        DoubleStream averages = DoubleStream.generate(() -> random.nextInt(100_000) / (1.0 + random.nextInt(12)))
                .limit(20_000);
        DoubleStream powersOfTwo = IntStream.rangeClosed(Double.MIN_EXPONENT, Double.MAX_EXPONENT)
                .mapToDouble(exponent -> Math.scalb(1.0, exponent));
        DoubleStream.concat(DoubleStream.concat(drawn, averages), powersOfTwo).forEach(value -> {
            String text = GoFloat.format(value);
            assertThat(new BigDecimal(text).stripTrailingZeros()).isEqualTo(shortest(value));
        });
    }

    /** The first of all lengths by which the number is read again. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        return IntStream.rangeClosed(1, 17)
                .mapToObj(digits -> exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)))
                .filter(rounded -> rounded.doubleValue() == value)
                .findFirst()
                .orElseThrow()
                .stripTrailingZeros();
    }
}
