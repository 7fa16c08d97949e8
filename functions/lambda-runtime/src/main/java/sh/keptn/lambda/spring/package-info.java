/** The only place that knows Spring: functions as beans of Spring Cloud Function, and the handler that Lambda calls. */
@NullMarked
package sh.keptn.lambda.spring;

import org.jspecify.annotations.NullMarked;
