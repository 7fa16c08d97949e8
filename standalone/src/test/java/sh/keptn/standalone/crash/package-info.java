/** Runs that are stopped, torn, shuffled and hurried, and the rules that hold afterwards. */
@NullMarked
package sh.keptn.standalone.crash;

import org.jspecify.annotations.NullMarked;
