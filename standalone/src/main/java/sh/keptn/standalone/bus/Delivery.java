package sh.keptn.standalone.bus;

import java.time.Instant;
import sh.keptn.events.BusEvent;

/** An event on its way to one subscriber; {@code tries} that failed so far, the next one not before {@code due}. */
record Delivery(BusEvent event, String subscriber, int tries, Instant due) {}
