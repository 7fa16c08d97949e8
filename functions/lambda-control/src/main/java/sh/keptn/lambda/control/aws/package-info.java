/** The functions of the control plane over AWS's services: what Lambda is told to call. */
@NullMarked
package sh.keptn.lambda.control.aws;

import org.jspecify.annotations.NullMarked;
