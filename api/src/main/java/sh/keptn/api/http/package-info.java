/** Requests and responses as values. */
@NullMarked
package sh.keptn.api.http;

import org.jspecify.annotations.NullMarked;
