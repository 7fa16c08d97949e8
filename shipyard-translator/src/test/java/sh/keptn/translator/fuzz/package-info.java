/** Files that nobody would write, for everything that reads files. */
@NullMarked
package sh.keptn.translator.fuzz;

import org.jspecify.annotations.NullMarked;
