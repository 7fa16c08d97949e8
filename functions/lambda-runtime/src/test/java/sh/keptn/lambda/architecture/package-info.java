/** What must hold for the classes of every family of functions. */
@NullMarked
package sh.keptn.lambda.architecture;

import org.jspecify.annotations.NullMarked;
