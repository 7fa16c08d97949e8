package sh.keptn.controlplane.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.events.EventType;

/** Which sequence of a context follows from which: by a trigger, or as its companion. */
final class Lineage {

    private final Map<String, Origin> origins = new LinkedHashMap<>();

    /**
     * @param rows all sequences of a context
     * @param triggers id of the event that asked for a sequence
     */
    Lineage(List<SequenceRow> rows, Function<SequenceRow, String> triggers) {
        Map<String, SequenceRow> byId = new LinkedHashMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        for (SequenceRow row : rows) {
            SequenceRow.CompanionOf companion = row.companionOf();
            Optional<Origin> origin = companion == null
                    ? rows.stream()
                            .flatMap(before ->
                                    attempts(before).filter(attempt -> attempt.triggers(row, triggers.apply(row))))
                            .findFirst()
                    : Optional.ofNullable(byId.get(companion.sequence()))
                            .map(before -> new Origin(before, row.redrive()));
            origin.ifPresent(found -> origins.put(row.id(), found));
        }
    }

    /**
     * A run of a sequence.
     *
     * @param attempt how often it had been continued before
     */
    private record Origin(SequenceRow sequence, int attempt) {

        private boolean triggers(SequenceRow row, String trigger) {
            boolean follows = row.id().equals(Sequences.followerId(row.project(), trigger));
            return follows
                    && Stream.of(EventType.FINISHED, EventType.IN_PROGRESS)
                            .map(phase -> Sequences.eventId(sequence, phase, attempt))
                            .anyMatch(event -> Sequences.triggerId(event, row.stage(), row.name())
                                    .equals(trigger));
        }
    }

    private static Stream<Origin> attempts(SequenceRow row) {
        return Stream.iterate(row.redrive(), attempt -> attempt >= 0, attempt -> attempt - 1)
                .filter(attempt -> row.companionOf() == null)
                .map(attempt -> new Origin(row, attempt));
    }

    /** The sequences that a sequence follows from, the nearest first. */
    List<SequenceRow> before(SequenceRow row) {
        List<SequenceRow> before = new ArrayList<>();
        for (Origin origin = origins.get(row.id());
                origin != null;
                origin = origins.get(origin.sequence().id())) {
            before.add(origin.sequence());
        }
        return before;
    }

    /** Whether something that a sequence follows from was continued since, so that how it ended counts no more. */
    boolean isSuperseded(SequenceRow row) {
        Origin origin = origins.get(row.id());
        return origin != null && (origin.attempt() < origin.sequence().redrive() || isSuperseded(origin.sequence()));
    }
}
