/** The control plane's {@code Store} on SQLite; knows neither engine nor bus. */
@NullMarked
package sh.keptn.standalone.store;

import org.jspecify.annotations.NullMarked;
