package sh.keptn.standalone.engine;

import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/**
 * What the interpreter cannot work out by itself.
 *
 * @param tokens makes a new task token for an execution
 * @param jitter a number from 0 to below 1
 */
record Chance(UnaryOperator<String> tokens, DoubleSupplier jitter) {}
