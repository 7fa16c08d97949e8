/** What {@code keptn run} and {@code keptn demo} share: a run in this process, followed to its end. */
@NullMarked
package sh.keptn.cli.run;

import org.jspecify.annotations.NullMarked;
