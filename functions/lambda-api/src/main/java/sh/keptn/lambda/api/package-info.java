/** The HTTP API as Lambda functions behind API Gateway. No Spring; the AWS SDK in {@code aws} only. */
@NullMarked
package sh.keptn.lambda.api;

import org.jspecify.annotations.NullMarked;
