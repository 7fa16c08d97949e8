/** The port's contract on DynamoDB, and what happens when DynamoDB does not answer. */
@NullMarked
package sh.keptn.aws.storage;

import org.jspecify.annotations.NullMarked;
