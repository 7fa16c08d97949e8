/** Answers tasks from a file instead of doing them. No clock: delays are handed to the caller. */
@NullMarked
package sh.keptn.services.simulation;

import org.jspecify.annotations.NullMarked;
