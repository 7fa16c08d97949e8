/**
 * Keptn's CloudEvents as records, their JSON, and the envelope in which they travel on the event bus. Knows no lifecycle.
 */
@NullMarked
package sh.keptn.events;

import org.jspecify.annotations.NullMarked;
