@NullMarked
package sh.keptn.translator.shipyard;

import org.jspecify.annotations.NullMarked;
