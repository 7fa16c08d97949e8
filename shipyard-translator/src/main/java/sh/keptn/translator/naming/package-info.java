/** Names that fit into AWS's limits and stay unique. */
@NullMarked
package sh.keptn.translator.naming;

import org.jspecify.annotations.NullMarked;
