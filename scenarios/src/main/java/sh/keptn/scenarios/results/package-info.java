/** What a test measured: indicators, their values, and the JSON in which events have them. */
@NullMarked
package sh.keptn.scenarios.results;

import org.jspecify.annotations.NullMarked;
