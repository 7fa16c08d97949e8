/** Tests of what the command shows. */
@NullMarked
package sh.keptn.cli.terminal;

import org.jspecify.annotations.NullMarked;
