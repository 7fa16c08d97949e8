/** YAML nodes to the models of shipyard and uniform; reports what does not have the shape of its format. */
@NullMarked
package sh.keptn.translator.parse;

import org.jspecify.annotations.NullMarked;
