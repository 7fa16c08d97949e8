/** The time for which indicators are asked. */
@NullMarked
package sh.keptn.evaluation.timeframe;

import org.jspecify.annotations.NullMarked;
