/** Compiles a shipyard and a uniform into a plan: state machines and rules. This package is the only entry. */
@NullMarked
package sh.keptn.translator;

import org.jspecify.annotations.NullMarked;
