/** Task services inside the process: gives them their tasks from the bus and sends what they answer. */
@NullMarked
package sh.keptn.standalone.services;

import org.jspecify.annotations.NullMarked;
