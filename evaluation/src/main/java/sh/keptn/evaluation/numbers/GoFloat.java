package sh.keptn.evaluation.numbers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Floating point numbers as Go reads and writes them, because the texts of criteria and the numbers in messages are Go's
 * (package strconv: {@code ParseFloat}; package fmt: {@code %v}).
 */
public final class GoFloat {

    private static final String DIGITS = "\\d+(?:_\\d+)*";
    private static final String HEX_DIGITS = "[0-9a-f]+(?:_[0-9a-f]+)*";
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:%1$s(?:\\.(?:%1$s)?)?|\\.%1$s)(?:e[+-]?%1$s)?".formatted(DIGITS));
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0x_?(?:%1$s(?:\\.(?:%1$s)?)?|\\.%1$s)p[+-]?%2$s".formatted(HEX_DIGITS, DIGITS));
    private static final Pattern INFINITY = Pattern.compile("[+-]?inf(?:inity)?");

    /** No number that fits needs more; the patterns and the JDK need not see longer texts. */
    private static final int LONGEST = 1_000;

    /** The digits that tell any two doubles apart. */
    private static final int MOST_DIGITS = 17;

    /** The digits that tell any two floats apart. */
    private static final int MOST_DIGITS_OF_SINGLE = 9;

    /** From this exponent on, {@code %v} writes one. */
    private static final int LARGEST_PLAIN = 21;

    /** From this exponent on, {@code FormatFloat} writes one. */
    private static final int LARGEST_PLAIN_SINGLE = 6;

    private static final int SMALLEST_PLAIN = -4;

    /** Below it the digits of a whole number are the shortest that tell it from its neighbours. */
    private static final double LARGEST_WHOLE = 1e15;

    private static final long MANTISSA = 0xFFFFFFFFFFFFFL;

    private GoFloat() {}

    /** The number that a text is; empty where Go finds none in it, or one that does not fit a double. */
    public static OptionalDouble parse(String text) {
        if (text.length() > LONGEST) {
            return OptionalDouble.empty();
        }
        String lower = asciiLower(text);
        if (lower.equals("nan")) {
            return OptionalDouble.of(Double.NaN);
        } else if (INFINITY.matcher(lower).matches()) {
            return OptionalDouble.of(lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        } else if (!DECIMAL.matcher(lower).matches()
                && !HEXADECIMAL.matcher(lower).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(lower.replace("_", ""));
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Only ASCII: a letter that becomes one by {@code toLowerCase}, like the sign of Kelvin, is none for Go. */
    private static String asciiLower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return lower.toString();
    }

    /** The shortest text that is this number, as {@code %v} writes it: {@code 50}, {@code 66.66666666666666}, {@code 1e+21}. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        } else if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return text(shortest(value), LARGEST_PLAIN);
    }

    /**
     * The text of a number that a file has where a text is expected, as Keptn's reader of YAML makes it ({@code FormatFloat} with
     * {@code 'g'} and 32 bits): {@code 66.666664} of 66.666666666666666.
     */
    public static String formatSingle(double value) {
        float single = (float) value;
        return single == 0 || !Float.isFinite(single)
                ? format(single)
                : text(shortest(single, MOST_DIGITS_OF_SINGLE, BigDecimal::floatValue), LARGEST_PLAIN_SINGLE);
    }

    private static String text(BigDecimal shortest, int largestPlain) {
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < largestPlain) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (shortest.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /**
     * Not by {@code Double.toString} alone, which before JDK 19 sometimes writes a digit too many: where one less is enough, and for powers
     * of two, whose neighbour below is nearer than the one above, all lengths are tried.
     */
    private static BigDecimal shortest(double value) {
        if (value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE) {
            return BigDecimal.valueOf((long) value).stripTrailingZeros();
        }
        boolean isPowerOfTwo = (Double.doubleToLongBits(value) & MANTISSA) == 0;
        BigDecimal written = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int digits = written.precision();
        BigDecimal exact = new BigDecimal(value);
        boolean isOneTooMany = digits > 1
                && exact.round(new MathContext(digits - 1, RoundingMode.HALF_EVEN))
                                .doubleValue()
                        == value;
        return isPowerOfTwo || isOneTooMany
                ? shortest(value, MOST_DIGITS, BigDecimal::doubleValue)
                : exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static BigDecimal shortest(double value, int mostDigits, ToDoubleFunction<BigDecimal> nearest) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < mostDigits; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (nearest.applyAsDouble(rounded) == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(mostDigits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
