/** Criteria of objectives: one text such as {@code <=+10%}, and what it asks of a value. */
@NullMarked
package sh.keptn.evaluation.criteria;

import org.jspecify.annotations.NullMarked;
