/** The control plane as Lambda functions. No Spring; the AWS SDK in {@code aws} only. */
@NullMarked
package sh.keptn.lambda.control;

import org.jspecify.annotations.NullMarked;
