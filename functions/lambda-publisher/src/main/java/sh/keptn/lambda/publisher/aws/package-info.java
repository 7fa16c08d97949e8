/** The publishing function over AWS's services: what Lambda is told to call. */
@NullMarked
package sh.keptn.lambda.publisher.aws;

import org.jspecify.annotations.NullMarked;
