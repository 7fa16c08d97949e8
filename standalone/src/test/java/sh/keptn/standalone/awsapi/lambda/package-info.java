/** Invocations on their way to runtimes, without HTTP between. */
@NullMarked
package sh.keptn.standalone.awsapi.lambda;

import org.jspecify.annotations.NullMarked;
