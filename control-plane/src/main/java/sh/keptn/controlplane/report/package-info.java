/** What the state of the control plane looks like to programs. */
@NullMarked
package sh.keptn.controlplane.report;

import org.jspecify.annotations.NullMarked;
