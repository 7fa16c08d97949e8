package sh.keptn.evaluation.criteria;

import java.util.Arrays;
import java.util.Optional;

/** How a value is compared with its target, in the order in which a criterion is searched for them. */
public enum Operator {
    LESS_OR_EQUAL("<="),
    LESS("<"),
    EQUAL("="),
    GREATER_OR_EQUAL(">="),
    GREATER(">");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written in a criterion. */
    public String symbol() {
        return symbol;
    }

    /** Compares without any tolerance, as IEEE 754 does: NaN satisfies nothing. */
    public boolean holds(double value, double target) {
        return switch (this) {
            case LESS_OR_EQUAL -> value <= target;
            case LESS -> value < target;
            case EQUAL -> value == target;
            case GREATER_OR_EQUAL -> value >= target;
            case GREATER -> value > target;
        };
    }

    /** The operator that is written so. */
    public static Optional<Operator> ofSymbol(String symbol) {
        return Arrays.stream(values())
                .filter(operator -> operator.symbol.equals(symbol))
                .findFirst();
    }

    static Optional<Operator> atStartOf(String text) {
        return Arrays.stream(values())
                .filter(operator -> text.startsWith(operator.symbol))
                .findFirst();
    }
}
