/** Where the values of indicators come from: monitoring systems, and what the test of the same sequence measured. */
@NullMarked
package sh.keptn.services.sli;

import org.jspecify.annotations.NullMarked;
