/** Placeholders over an event. Logic-less: look-ups only. */
@NullMarked
package sh.keptn.services.template;

import org.jspecify.annotations.NullMarked;
