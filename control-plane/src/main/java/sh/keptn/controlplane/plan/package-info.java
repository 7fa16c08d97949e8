/** The part of a plan that the lifecycle needs, published and pinned by version. */
@NullMarked
package sh.keptn.controlplane.plan;

import org.jspecify.annotations.NullMarked;
