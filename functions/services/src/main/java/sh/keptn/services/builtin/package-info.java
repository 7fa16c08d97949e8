/** The task services that come with Keptn Serverless, by name. */
@NullMarked
package sh.keptn.services.builtin;

import org.jspecify.annotations.NullMarked;
