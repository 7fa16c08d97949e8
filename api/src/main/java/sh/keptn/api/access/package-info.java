/** Who may do what: tokens and their permissions. Nothing is allowed that no permission names. */
@NullMarked
package sh.keptn.api.access;

import org.jspecify.annotations.NullMarked;
