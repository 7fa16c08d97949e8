/** EventBridge patterns, evaluated by event-ruler. */
@NullMarked
package sh.keptn.controlplane.rules;

import org.jspecify.annotations.NullMarked;
