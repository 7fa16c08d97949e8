/** The quality gate: the built-in task service {@code evaluation}. Scoring itself is in {@code sh.keptn.evaluation}. */
@NullMarked
package sh.keptn.services.evaluation;

import org.jspecify.annotations.NullMarked;
