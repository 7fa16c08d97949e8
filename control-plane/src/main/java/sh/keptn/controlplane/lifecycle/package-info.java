/** The handlers that move sequences and tasks on: each decides in one transaction and then works off its effects. */
@NullMarked
package sh.keptn.controlplane.lifecycle;

import org.jspecify.annotations.NullMarked;
