/** Apache JMeter in a process of its own. */
@NullMarked
package sh.keptn.jmeter;

import org.jspecify.annotations.NullMarked;
