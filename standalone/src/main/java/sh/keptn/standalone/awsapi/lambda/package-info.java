/** AWS Lambda as functions that run elsewhere see it: its runtime API, and its Invoke operation. */
@NullMarked
package sh.keptn.standalone.awsapi.lambda;

import org.jspecify.annotations.NullMarked;
