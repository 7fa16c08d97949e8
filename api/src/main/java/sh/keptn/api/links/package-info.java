/** Links by which a task is answered: a page for people, JSON for programs. */
@NullMarked
package sh.keptn.api.links;

import org.jspecify.annotations.NullMarked;
