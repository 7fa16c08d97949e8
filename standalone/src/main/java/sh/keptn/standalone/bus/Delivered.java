package sh.keptn.standalone.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.time.Timeline;

/**
 * What became of a delivery.
 *
 * @param again when it is to be delivered again, null if it is done; after a restart it comes at once
 * @param kind whether something goes on then or is given up
 */
public record Delivered(@Nullable Instant again, Timeline.Kind kind) {

    /** The subscriber has done its work. */
    public static final Delivered DONE = new Delivered(null, Timeline.Kind.PROGRESS);

    /** The subscriber goes on at the instant. */
    public static Delivered laterToGoOn(Instant again) {
        return new Delivered(again, Timeline.Kind.PROGRESS);
    }

    /** The subscriber waits for somebody else; at the instant it looks whether it still does. */
    public static Delivered laterToGiveUp(Instant again) {
        return new Delivered(again, Timeline.Kind.DEADLINE);
    }
}
