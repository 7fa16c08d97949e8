/** Event patterns over {@code detail.keptn} and what they lead to, as values. */
@NullMarked
package sh.keptn.translator.rules;

import org.jspecify.annotations.NullMarked;
