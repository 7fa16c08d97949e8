/** The publishing function at its interfaces. */
@NullMarked
package sh.keptn.lambda.publisher;

import org.jspecify.annotations.NullMarked;
