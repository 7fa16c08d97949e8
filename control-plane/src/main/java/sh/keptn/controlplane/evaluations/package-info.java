/** The results of evaluations, to be read: by the next evaluation, and by people. */
@NullMarked
package sh.keptn.controlplane.evaluations;

import org.jspecify.annotations.NullMarked;
