/** When work is done: at once on worker threads, or at an instant of real or virtual time. */
@NullMarked
package sh.keptn.standalone.time;

import org.jspecify.annotations.NullMarked;
