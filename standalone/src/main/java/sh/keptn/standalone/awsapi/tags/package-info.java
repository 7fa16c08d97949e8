/** Tags of resources, the same for all services. */
@NullMarked
package sh.keptn.standalone.awsapi.tags;

import org.jspecify.annotations.NullMarked;
