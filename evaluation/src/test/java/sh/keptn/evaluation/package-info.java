@NullMarked
package sh.keptn.evaluation;

import org.jspecify.annotations.NullMarked;
