/** The API of AWS Step Functions over the embedded engine. */
@NullMarked
package sh.keptn.standalone.awsapi.stepfunctions;

import org.jspecify.annotations.NullMarked;
