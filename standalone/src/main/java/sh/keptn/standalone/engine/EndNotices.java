package sh.keptn.standalone.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.engine.EngineTables.Notice;
import sh.keptn.standalone.time.Timeline;

/** Tells the listener of stored ends without success until it takes them, in growing intervals of at most a minute. */
final class EndNotices {

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    private final EngineTables tables;
    private final Timeline timeline;
    private final StatusListener listener;
    private final BooleanSupplier over;

    /** @param over whether waiting for the disk is in vain: then nothing goes on before the next start */
    EndNotices(EngineTables tables, Timeline timeline, StatusListener listener, BooleanSupplier over) {
        this.tables = tables;
        this.timeline = timeline;
        this.listener = listener;
        this.over = over;
    }

    /** Tells what an earlier process left. */
    void recover() {
        tables.notices().forEach(this::tell);
    }

    /** Tells of one end, on the timeline's workers. */
    void tell(Notice notice) {
        timeline.run(() -> tell(notice, 0));
    }

    private void tell(Notice notice, int tries) {
        try {
            listener.ended(notice.reference(), notice.status());
        } catch (RuntimeException e) {
            tellAgain(notice, tries);
            return;
        }
        try {
            tables.remove(notice);
        } catch (DatabaseException e) {
            if (over.getAsBoolean()) {
                throw e;
            }
            // The listener has heard it, and hears it twice rather than that it stays until the next start.
            tellAgain(notice, tries);
        }
    }

    private void tellAgain(Notice notice, int tries) {
        Duration delay = Duration.ofSeconds(1L << Math.min(tries, 6));
        Instant again = timeline.clock().instant().plus(delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay);
        timeline.at(again, Timeline.Kind.PROGRESS, () -> tell(notice, tries + 1));
    }
}
