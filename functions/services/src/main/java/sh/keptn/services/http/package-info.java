/** The one way out to systems that a user names: addresses are checked and pinned. Apache HttpClient stays inside. */
@NullMarked
package sh.keptn.services.http;

import org.jspecify.annotations.NullMarked;
