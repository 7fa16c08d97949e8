/** The control plane's rows in the store, and the unit of work that reads and writes them together. */
@NullMarked
package sh.keptn.controlplane.rows;

import org.jspecify.annotations.NullMarked;
