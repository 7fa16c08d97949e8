@NullMarked
package sh.keptn.diagnostics;

import org.jspecify.annotations.NullMarked;
