/** The lifecycle of sequences and tasks. Decisions are pure functions over rows; everything outside is a port. */
@NullMarked
package sh.keptn.controlplane;

import org.jspecify.annotations.NullMarked;
