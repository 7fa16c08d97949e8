/** Numbers as Go reads and writes them. Uses nothing but the JDK. */
@NullMarked
package sh.keptn.evaluation.numbers;

import org.jspecify.annotations.NullMarked;
