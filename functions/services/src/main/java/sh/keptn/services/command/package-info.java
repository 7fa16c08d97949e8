/** Does a task by a program on this machine. Uses processes and the folder for temporary files. */
@NullMarked
package sh.keptn.services.command;

import org.jspecify.annotations.NullMarked;
