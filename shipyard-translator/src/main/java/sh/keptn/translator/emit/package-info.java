/** Models to JSON text, byte for byte the same on every run. */
@NullMarked
package sh.keptn.translator.emit;

import org.jspecify.annotations.NullMarked;
