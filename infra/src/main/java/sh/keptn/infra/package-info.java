/**
 * The installation on AWS as a CDK app: one stack with everything that runs, and {@link sh.keptn.infra.KeptnApp} that reads
 * its settings. Says what there is and who may do what; what the functions do stands in their own modules.
 */
@NullMarked
package sh.keptn.infra;

import org.jspecify.annotations.NullMarked;
