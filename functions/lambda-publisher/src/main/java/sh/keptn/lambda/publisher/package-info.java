/**
 * The function that brings projects to AWS: called by a person, a pipeline or a CloudFormation stack. Knows no AWS client; what
 * it needs of the outside are the interfaces of this package.
 */
@NullMarked
package sh.keptn.lambda.publisher;

import org.jspecify.annotations.NullMarked;
