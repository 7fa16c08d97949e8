/** The event bus of one process: durable, at least once, with retries and dead letters; knows neither engine nor store. */
@NullMarked
package sh.keptn.standalone.bus;

import org.jspecify.annotations.NullMarked;
