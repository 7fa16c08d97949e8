/** Events from outside: Keptn's own form and CloudEvents. */
@NullMarked
package sh.keptn.api.events;

import org.jspecify.annotations.NullMarked;
