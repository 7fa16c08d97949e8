@NullMarked
package sh.keptn.lambda.control;

import org.jspecify.annotations.NullMarked;
