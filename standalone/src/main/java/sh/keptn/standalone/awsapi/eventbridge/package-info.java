/** The API of Amazon EventBridge over the durable bus. */
@NullMarked
package sh.keptn.standalone.awsapi.eventbridge;

import org.jspecify.annotations.NullMarked;
