@NullMarked
package sh.keptn.translator;

import org.jspecify.annotations.NullMarked;
