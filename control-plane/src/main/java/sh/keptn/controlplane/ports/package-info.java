/** What the control plane needs of a platform, in its own words: AWS services on one, SQLite and the embedded engine on the other. */
@NullMarked
package sh.keptn.controlplane.ports;

import org.jspecify.annotations.NullMarked;
