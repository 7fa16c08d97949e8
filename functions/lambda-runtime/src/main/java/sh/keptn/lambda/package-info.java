/** What all our Lambda functions have in common: what comes in, time that is left, logs, batches, snapshots. No Spring, no AWS SDK. */
@NullMarked
package sh.keptn.lambda;

import org.jspecify.annotations.NullMarked;
