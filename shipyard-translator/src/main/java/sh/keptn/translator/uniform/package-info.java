/** The model behind all uniform formats: who does which task. Immutable, every part has a position. */
@NullMarked
package sh.keptn.translator.uniform;

import org.jspecify.annotations.NullMarked;
