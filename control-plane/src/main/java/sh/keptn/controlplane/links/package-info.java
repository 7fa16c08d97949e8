/** Links by which somebody answers a task from outside: who has one may do what it stands for, once. */
@NullMarked
package sh.keptn.controlplane.links;

import org.jspecify.annotations.NullMarked;
