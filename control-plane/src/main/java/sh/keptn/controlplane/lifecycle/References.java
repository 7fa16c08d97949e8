package sh.keptn.controlplane.lifecycle;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Payload;
import sh.keptn.controlplane.rows.DataRow;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.UnitOfWork;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * Events whose payload is composed carry it up to a size, and a reference beyond it. What is referred to is composed again
 * from the log whenever somebody wants it.
 */
final class References {

    /** Of an event with its stamp, so that it has not more than 256 KB with all that the bus adds. */
    private static final int LIMIT = 200 * 1024;

    private static final String PREFIX = "urn:uuid:";

    private References() {}

    /**
     * The event that asks for a task, with a reference where it would be too large.
     *
     * @param stamp that goes with it: properties and labels stand in it once more, for selectors
     */
    static KeptnEvent forTask(
            UnitOfWork work,
            KeptnEvent event,
            Map<String, @Nullable Object> stamp,
            SequenceRow sequence,
            TaskCall call) {
        int limit = LIMIT - Json.write(stamp).getBytes(StandardCharsets.UTF_8).length;
        if (!event.isLargerThan(limit)) {
            return event;
        }
        SequenceRow ended = Gathered.ended(work, sequence).orElse(null);
        work.write(
                DataRow.TABLE, new DataRow(event.id(), sequence, ended, Payload.scope(event.data()), call.payload()));
        return referring(event, Payload.part(event.data(), call.task(), call.properties()), limit);
    }

    /** The event that asks for a sequence which follows another one, with a reference where it would be too large. */
    static KeptnEvent forFollower(UnitOfWork work, KeptnEvent event, SequenceRow before) {
        if (!event.isLargerThan(LIMIT)) {
            return event;
        }
        work.write(DataRow.TABLE, new DataRow(event.id(), before, null, Payload.scope(event.data()), Map.of()));
        return referring(event, Payload.part(event.data()), LIMIT);
    }

    private static KeptnEvent referring(KeptnEvent event, Map<String, @Nullable Object> part, int limit) {
        KeptnEvent small = event.referring(PREFIX + event.id(), part);
        return small.isLargerThan(limit) ? event.referring(PREFIX + event.id(), Payload.scope(event.data())) : small;
    }

    /** Whether the reference is one of this class; others may be those of somebody outside, to whatever he has. */
    static boolean isOurs(KeptnEvent event) {
        return (PREFIX + event.id()).equals(event.dataref());
    }

    /** The whole payload of an event of the log. */
    static Map<String, @Nullable Object> data(UnitOfWork work, String project, String context, long number) {
        KeptnEvent event = work.event(project, context, number);
        return event.dataref() == null
                ? event.data()
                : data(work, event.id())
                        .orElseThrow(() -> new IllegalStateException("nothing is known of " + event.dataref()));
    }

    /** The whole payload of an event that refers to it, empty for others. */
    static Optional<Map<String, @Nullable Object>> data(UnitOfWork work, String event) {
        return work.read(DataRow.TABLE, DataRow.key(event)).map(row -> {
            Map<String, @Nullable Object> data = new LinkedHashMap<>(
                    row.call().isEmpty()
                            ? Gathered.of(work, row.sequence())
                            : Gathered.forTask(work, row.sequence(), row.ended(), TaskCall.of(row.call())));
            data.putAll(row.scope());
            return data;
        });
    }
}
