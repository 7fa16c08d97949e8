/** One class for each rule that a well-shaped file can still break. Reads the models, reports, changes nothing. */
@NullMarked
package sh.keptn.translator.check;

import org.jspecify.annotations.NullMarked;
