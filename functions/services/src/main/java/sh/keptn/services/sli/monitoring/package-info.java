/** Monitoring systems that are asked by HTTP. What an answer means is decided here; who is asked when, by the caller. */
@NullMarked
package sh.keptn.services.sli.monitoring;

import org.jspecify.annotations.NullMarked;
