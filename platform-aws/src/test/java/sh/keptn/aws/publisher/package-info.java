/** The publisher in virtual time, stopped between any two calls. */
@NullMarked
package sh.keptn.aws.publisher;

import org.jspecify.annotations.NullMarked;
