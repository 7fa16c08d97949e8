/** The HTTP API: operations as a table, without any HTTP server; Lambda and other servers hand requests to it. */
@NullMarked
package sh.keptn.api;

import org.jspecify.annotations.NullMarked;
