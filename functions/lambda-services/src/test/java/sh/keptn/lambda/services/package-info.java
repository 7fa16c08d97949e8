@NullMarked
package sh.keptn.lambda.services;

import org.jspecify.annotations.NullMarked;
