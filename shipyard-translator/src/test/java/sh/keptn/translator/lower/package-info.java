@NullMarked
package sh.keptn.translator.lower;

import org.jspecify.annotations.NullMarked;
