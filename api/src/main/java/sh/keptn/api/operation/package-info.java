/** What an operation of the API is. */
@NullMarked
package sh.keptn.api.operation;

import org.jspecify.annotations.NullMarked;
