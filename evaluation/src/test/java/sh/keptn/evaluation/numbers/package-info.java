@NullMarked
package sh.keptn.evaluation.numbers;

import org.jspecify.annotations.NullMarked;
