package sh.keptn.evaluation.criteria;

import java.util.Optional;
import java.util.OptionalDouble;
import sh.keptn.evaluation.numbers.GoFloat;

/** One criterion of an objective, such as {@code <600} or {@code <=+10%}. */
public sealed interface Criterion {

    /** As it is written. */
    String text();

    /**
     * A criterion that can be decided.
     *
     * @param value the number, without the sign that makes it a change
     * @param isComparison whether the value is compared with earlier ones and {@code value} is a change to them
     * @param isPercentage whether the change is in percent of the earlier values
     * @param isIncrease whether the change is added, not subtracted
     */
    record Limit(
            String text,
            Operator operator,
            double value,
            boolean isComparison,
            boolean isPercentage,
            boolean isIncrease)
            implements Criterion {

        /**
         * What a value is compared with.
         *
         * @param aggregate of the earlier values; counts for comparisons only
         */
        public double target(double aggregate) {
            if (!isComparison) {
                return value;
            } else if (isPercentage) {
                return aggregate * (isIncrease ? 100.0 + value : 100.0 - value) / 100.0;
            }
            return isIncrease ? aggregate + value : aggregate - value;
        }
    }

    /**
     * The samples of the value are not significantly worse than those of the earlier values. Keptn has no such criterion.
     *
     * @param isHigherWorse whether high values are the bad ones
     * @param alpha how likely it may be that a difference is called significant which is none, from 0 to 1
     * @param effect the least Cliff's delta that counts, from 0 to 1
     */
    record NotWorse(boolean isHigherWorse, double alpha, double effect) implements Criterion {

        @Override
        public String text() {
            return "not worse (" + (isHigherWorse ? "higher" : "lower") + ", alpha " + GoFloat.format(alpha)
                    + ", effect " + GoFloat.format(effect) + ")";
        }
    }

    /**
     * A text that is no criterion.
     *
     * @param reason in Keptn's words, because they stand in results
     */
    record Unreadable(String text, String reason) implements Criterion {}

    /**
     * Reads a criterion as lighthouse-service does: blanks count nothing, a sign or a percent sign makes a comparison, a percentage
     * without sign is an increase, the rest is a number of Go. Beyond that a number in parentheses is a limit whatever its sign is:
     * {@code <(-5)}, which Keptn cannot read.
     */
    static Criterion parse(String text) {
        String rest = text.replace(" ", "");
        // Keptn's pattern ends where it likes to, so that only the first character decides; `|` is one of it by
        // mistake.
        if (rest.isEmpty() || "<|=>".indexOf(rest.charAt(0)) < 0) {
            return new Unreadable(text, "invalid criteria string");
        }
        Optional<Operator> operator = Operator.atStartOf(rest);
        rest = rest.substring(operator.map(found -> found.symbol().length()).orElse(0));
        if (rest.startsWith("(") && rest.endsWith(")") && operator.isPresent()) {
            return limit(text, operator.get(), GoFloat.parse(rest.substring(1, rest.length() - 1)));
        }
        boolean isPercentage = rest.endsWith("%");
        rest = isPercentage ? rest.substring(0, rest.length() - 1) : rest;
        boolean isDecrease = rest.startsWith("-");
        boolean isSigned = isDecrease || rest.startsWith("+");
        OptionalDouble number = GoFloat.parse(isSigned ? rest.substring(1) : rest);
        if (operator.isEmpty() || number.isEmpty()) {
            return unreadableNumber(text);
        }
        return new Limit(
                text,
                operator.get(),
                number.getAsDouble(),
                isPercentage || isSigned,
                isPercentage,
                isSigned ? !isDecrease : isPercentage);
    }

    private static Criterion limit(String text, Operator operator, OptionalDouble number) {
        return number.isEmpty()
                ? unreadableNumber(text)
                : new Limit(text, operator, number.getAsDouble(), false, false, false);
    }

    private static Unreadable unreadableNumber(String text) {
        return new Unreadable(text, "could not parse criteria target value");
    }
}
