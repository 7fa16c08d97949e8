/** State machines in the JSONata dialect of the Amazon States Language, as values. Knows nothing of shipyards. */
@NullMarked
package sh.keptn.translator.asl;

import org.jspecify.annotations.NullMarked;
