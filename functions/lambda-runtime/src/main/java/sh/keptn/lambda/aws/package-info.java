/** AWS's services as all families of functions use them. */
@NullMarked
package sh.keptn.lambda.aws;

import org.jspecify.annotations.NullMarked;
