/** The control plane's ports on AWS: thin classes over the clients of the AWS SDK, which nothing outside of this module sees. */
@NullMarked
package sh.keptn.aws;

import org.jspecify.annotations.NullMarked;
