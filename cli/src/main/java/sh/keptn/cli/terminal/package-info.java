/** What the command shows: the terminal's abilities and the progress of a run. Knows events, no commands. */
@NullMarked
package sh.keptn.cli.terminal;

import org.jspecify.annotations.NullMarked;
