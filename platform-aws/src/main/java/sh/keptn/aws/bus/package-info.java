/** EventBridge as the event bus. */
@NullMarked
package sh.keptn.aws.bus;

import org.jspecify.annotations.NullMarked;
