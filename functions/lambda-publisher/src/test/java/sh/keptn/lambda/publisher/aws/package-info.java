/** Tests of what the publisher reads from AWS. */
@NullMarked
package sh.keptn.lambda.publisher.aws;

import org.jspecify.annotations.NullMarked;
