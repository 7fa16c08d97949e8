/** The scenario of an HTTP test, and how its file is read. Sends nothing. */
@NullMarked
package sh.keptn.scenarios.http;

import org.jspecify.annotations.NullMarked;
