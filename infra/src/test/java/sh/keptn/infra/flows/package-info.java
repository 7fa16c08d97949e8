/**
 * Deliveries through a whole installation: the synthesized template brought to an endpoint, the functions as processes of their
 * own, and what came of it read from the event log and from Step Functions.
 */
@NullMarked
package sh.keptn.infra.flows;

import org.jspecify.annotations.NullMarked;
