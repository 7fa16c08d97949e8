/** The translator checking itself: rules over lowered machines. A failure is our bug, so it is an exception. */
@NullMarked
package sh.keptn.translator.verify;

import org.jspecify.annotations.NullMarked;
