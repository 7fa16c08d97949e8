/** Shipyard and uniform to state machines and rules: values, no text. Takes only models without errors. */
@NullMarked
package sh.keptn.translator.lower;

import org.jspecify.annotations.NullMarked;
