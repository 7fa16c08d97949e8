/** AWS's own protocols for Step Functions and EventBridge over the embedded engine and bus, for programs on this machine. */
@NullMarked
package sh.keptn.standalone.awsapi;

import org.jspecify.annotations.NullMarked;
