/** Service level objectives: the model of {@code slo.yaml}, and how it is read. Knows no values. */
@NullMarked
package sh.keptn.evaluation.slo;

import org.jspecify.annotations.NullMarked;
