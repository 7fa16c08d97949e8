/** Tests against what AWS documents of the answers of Secrets Manager. */
@NullMarked
package sh.keptn.aws.secrets;

import org.jspecify.annotations.NullMarked;
