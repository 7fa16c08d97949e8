package sh.keptn.standalone.bus;

import java.time.Instant;
import sh.keptn.events.BusEvent;

/** A delivery that was given up: the event, whom it was for, what the last try said in one line, and when that was. */
public record DeadLetter(BusEvent event, String subscriber, String error, int tries, Instant time) {}
