/** Does a task by posting its event to a URL. */
@NullMarked
package sh.keptn.services.webhook;

import org.jspecify.annotations.NullMarked;
