/** Tests against what AWS documents of the services' answers. */
@NullMarked
package sh.keptn.aws.bus;

import org.jspecify.annotations.NullMarked;
