/** Built-in task services and webhooks as a Lambda function. No Spring; the AWS SDK in {@code aws} only. */
@NullMarked
package sh.keptn.lambda.services;

import org.jspecify.annotations.NullMarked;
