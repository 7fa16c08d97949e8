/** Values, earlier evaluations and whole cases that somebody wrote down, as YAML or JSON: shapes to records, with positions. */
@NullMarked
package sh.keptn.evaluation.input;

import org.jspecify.annotations.NullMarked;
