/** What task events carry and how answers are combined: Keptn's merge rules as pure functions. */
@NullMarked
package sh.keptn.controlplane.payload;

import org.jspecify.annotations.NullMarked;
