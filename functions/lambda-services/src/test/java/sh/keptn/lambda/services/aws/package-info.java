@NullMarked
package sh.keptn.lambda.services.aws;

import org.jspecify.annotations.NullMarked;
