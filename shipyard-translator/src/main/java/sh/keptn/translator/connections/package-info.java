/**
 * How a project is connected with other systems on AWS: events of theirs that start sequences, and events of Keptn that they
 * get. Compiled to rules, as shipyards are to machines; knows no AWS client.
 */
@NullMarked
package sh.keptn.translator.connections;

import org.jspecify.annotations.NullMarked;
