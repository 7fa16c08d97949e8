/** The task service that tests a deployed version, and the indicators that its results are to a quality gate. */
@NullMarked
package sh.keptn.services.test;

import org.jspecify.annotations.NullMarked;
