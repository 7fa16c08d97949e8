/** Which waiting sequence may start: leases and queue of a stage as a pure function. */
@NullMarked
package sh.keptn.controlplane.queue;

import org.jspecify.annotations.NullMarked;
