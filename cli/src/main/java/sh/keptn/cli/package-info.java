/** The {@code keptn} command: one class for each command, output through picocli's writers. */
@NullMarked
package sh.keptn.cli;

import org.jspecify.annotations.NullMarked;
