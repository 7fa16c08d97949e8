/** The HTTP API over AWS's services: what Lambda is told to call. */
@NullMarked
package sh.keptn.lambda.api.aws;

import org.jspecify.annotations.NullMarked;
