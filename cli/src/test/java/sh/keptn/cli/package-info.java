/** Tests of the command. */
@NullMarked
package sh.keptn.cli;

import org.jspecify.annotations.NullMarked;
