/** The one model behind all shipyard formats: immutable, every part has a position. Knows nothing of files or machines. */
@NullMarked
package sh.keptn.translator.shipyard;

import org.jspecify.annotations.NullMarked;
