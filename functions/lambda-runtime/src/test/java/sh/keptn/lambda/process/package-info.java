/** Functions as processes of their own, with Lambda's runtime interface and AWS's services played by the test. */
@NullMarked
package sh.keptn.lambda.process;

import org.jspecify.annotations.NullMarked;
