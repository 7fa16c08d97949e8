/** Tests of the API from outside: requests and responses. */
@NullMarked
package sh.keptn.api;

import org.jspecify.annotations.NullMarked;
