/** Secrets Manager. */
@NullMarked
package sh.keptn.aws.secrets;

import org.jspecify.annotations.NullMarked;
