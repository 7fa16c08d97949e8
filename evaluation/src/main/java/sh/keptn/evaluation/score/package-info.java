/** The evaluation itself: objectives and values to score, result and explanation. Pure: no clock, no files. */
@NullMarked
package sh.keptn.evaluation.score;

import org.jspecify.annotations.NullMarked;
