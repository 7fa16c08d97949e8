/** When the sweep has to run: whoever opens something wakes it. */
@NullMarked
package sh.keptn.lambda.sweep;

import org.jspecify.annotations.NullMarked;
