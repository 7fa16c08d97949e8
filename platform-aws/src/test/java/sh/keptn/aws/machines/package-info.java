/** Tests against what AWS documents of the services' answers. */
@NullMarked
package sh.keptn.aws.machines;

import org.jspecify.annotations.NullMarked;
