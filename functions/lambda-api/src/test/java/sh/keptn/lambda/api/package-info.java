/** Tests of the HTTP API's functions by the payloads of API Gateway. */
@NullMarked
package sh.keptn.lambda.api;

import org.jspecify.annotations.NullMarked;
