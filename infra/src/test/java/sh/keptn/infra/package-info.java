/** What is synthesized. */
@NullMarked
package sh.keptn.infra;

import org.jspecify.annotations.NullMarked;
