/** JSONata expressions of users: bounded in time, depth and memory. Knows nothing of what they are used for. */
@NullMarked
package sh.keptn.expressions;

import org.jspecify.annotations.NullMarked;
