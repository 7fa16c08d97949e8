@NullMarked
package sh.keptn.evaluation.score;

import org.jspecify.annotations.NullMarked;
