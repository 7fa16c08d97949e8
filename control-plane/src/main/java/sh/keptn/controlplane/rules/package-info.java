/** Event patterns: which rules match an event. The same patterns are evaluated here on both platforms. */
@NullMarked
package sh.keptn.controlplane.rules;

import org.jspecify.annotations.NullMarked;
