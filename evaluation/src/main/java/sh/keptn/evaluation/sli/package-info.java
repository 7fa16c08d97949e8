/** Service level indicators: {@code sli.yaml} and how the files of project, stage and service become one; and values of indicators. */
@NullMarked
package sh.keptn.evaluation.sli;

import org.jspecify.annotations.NullMarked;
