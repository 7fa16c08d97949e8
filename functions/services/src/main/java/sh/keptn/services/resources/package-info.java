/** The files of a project as task services see them. Where they lie is the platform's. */
@NullMarked
package sh.keptn.services.resources;

import org.jspecify.annotations.NullMarked;
