/** A small HTTP/1.1 server for this machine alone; knows nothing of what is served. */
@NullMarked
package sh.keptn.standalone.awsapi.http;

import org.jspecify.annotations.NullMarked;
