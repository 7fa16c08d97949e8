package sh.keptn.standalone.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** The event log of one context, and the rules that hold for every log. */
record Log(List<KeptnEvent> events) {

    Log {
        events = List.copyOf(events);
    }

    /** Reads it whole. */
    static Log of(ControlPlane control, String project, String context) {
        List<KeptnEvent> events = new ArrayList<>();
        List<EventLog.Entry> page = control.log().after(project, context, 0);
        while (!page.isEmpty()) {
            page.forEach(entry -> events.add(entry.event()));
            page = control.log()
                    .after(project, context, page.get(page.size() - 1).number());
        }
        return new Log(events);
    }

    /** How many events of a type there are, without the types' common prefix. */
    int count(String type) {
        return Math.toIntExact(events.stream()
                .filter(event -> event.type().equals(EventType.PREFIX + type))
                .count());
    }

    /** The first event of a type. */
    KeptnEvent first(String type) {
        return events.stream()
                .filter(event -> event.type().equals(EventType.PREFIX + type))
                .findFirst()
                .orElseThrow();
    }

    /** The last event of a type. */
    KeptnEvent last(String type) {
        return events.stream()
                .filter(event -> event.type().equals(EventType.PREFIX + type))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    boolean isFinished(String triggeredId) {
        return events.stream()
                .anyMatch(event ->
                        event.type().endsWith("." + EventType.FINISHED) && triggeredId.equals(event.triggeredId()));
    }

    /** The events but for their times and their order: which of two parallel tasks is first is nobody's business. */
    List<String> timeless() {
        return events.stream()
                .map(event -> event.type() + " " + event.id() + " " + event.source() + " " + event.triggeredId() + " "
                        + Json.write(event.data()))
                .sorted()
                .toList();
    }

    /** What is wrong with the log of a context that has ended. */
    List<String> violations() {
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<String, Runs> runs = new LinkedHashMap<>();
        Map<String, Set<String>> finished = new LinkedHashMap<>();
        for (KeptnEvent event : events) {
            if (!ids.add(event.id())) {
                wrong.add("twice in the log: " + event);
            }
            EventType type = EventType.parse(event.type()).orElseThrow();
            String asked = String.valueOf(event.triggeredId());
            if (!type.phase().equals(EventType.TRIGGERED) && !ids.contains(asked)) {
                wrong.add("answers what nobody has asked for: " + event);
            }
            if (type instanceof EventType.Task && type.phase().equals(EventType.TRIGGERED)) {
                finished.put(event.id(), new HashSet<>());
            } else if (type instanceof EventType.Task && type.phase().equals(EventType.FINISHED)) {
                if (!finished.computeIfAbsent(asked, id -> new HashSet<>()).add(event.source())) {
                    wrong.add("finished twice: " + event);
                }
            } else if (type instanceof EventType.Sequence) {
                String id = type.phase().equals(EventType.TRIGGERED) ? event.id() : asked;
                runs.put(id, runs.getOrDefault(id, Runs.NONE).and(type.phase()));
            }
        }
        runs.forEach((id, run) -> {
            if (!run.isWhole()) {
                wrong.add("a sequence that was triggered by " + id + " has " + run);
            }
        });
        return wrong;
    }

    /** How often a sequence has started and ended; a redrive starts it once more. */
    private record Runs(int started, int ended) {
        static final Runs NONE = new Runs(0, 0);

        Runs and(String phase) {
            return switch (phase) {
                case EventType.STARTED -> new Runs(started + 1, ended);
                case EventType.FINISHED, EventType.IN_PROGRESS -> new Runs(started, ended + 1);
                default -> this;
            };
        }

        /** One that is aborted while it is queued ends without a start. */
        boolean isWhole() {
            return ended > 0 && started <= ended;
        }
    }
}
