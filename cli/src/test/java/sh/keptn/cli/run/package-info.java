@NullMarked
package sh.keptn.cli.run;

import org.jspecify.annotations.NullMarked;
