/** The workloads of JMeter ({@code jmeter/jmeter.conf.yaml}), and how their file is read. */
@NullMarked
package sh.keptn.scenarios.jmeter;

import org.jspecify.annotations.NullMarked;
