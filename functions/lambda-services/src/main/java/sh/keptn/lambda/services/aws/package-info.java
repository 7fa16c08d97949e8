/** Task services over AWS's services: what Lambda is told to call. */
@NullMarked
package sh.keptn.lambda.services.aws;

import org.jspecify.annotations.NullMarked;
