/** Whether measurements differ by more than chance. */
@NullMarked
package sh.keptn.evaluation.statistics;

import org.jspecify.annotations.NullMarked;
