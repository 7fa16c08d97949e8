/** Keptn Serverless in one process: embedded engine, bus and SQLite behind the control plane's ports. */
@NullMarked
package sh.keptn.standalone;

import org.jspecify.annotations.NullMarked;
