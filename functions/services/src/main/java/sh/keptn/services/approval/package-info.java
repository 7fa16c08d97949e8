/** Decides approvals by their strategy. Uses nothing but the event. */
@NullMarked
package sh.keptn.services.approval;

import org.jspecify.annotations.NullMarked;
