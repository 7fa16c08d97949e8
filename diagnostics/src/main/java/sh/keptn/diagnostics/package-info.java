/**
 * Positions in source files, findings about them, and YAML nodes that know where they stand. Uses SnakeYAML Engine only.
 */
@NullMarked
package sh.keptn.diagnostics;

import org.jspecify.annotations.NullMarked;
