/**
 * Benchmarks of the design's budgets. Each is a program of its own, so that it runs in a fresh JVM without the coverage
 * agent; {@link BenchmarksTest} starts them and prints one table.
 */
@NullMarked
package sh.keptn.test.benchmarks;

import org.jspecify.annotations.NullMarked;
