/** AWS's JSON protocols 1.0 and 1.1: requests, answers, errors, and who asks. */
@NullMarked
package sh.keptn.standalone.awsapi.protocol;

import org.jspecify.annotations.NullMarked;
