/** Step Functions as the state machine engine. */
@NullMarked
package sh.keptn.aws.machines;

import org.jspecify.annotations.NullMarked;
