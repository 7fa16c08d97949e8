package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;

/**
 * One run through all stages. Every decision about it writes this row, which puts its events in one order.
 *
 * @param nextEvent number of the next event of its log, from 1
 * @param nextEffect number of the next effect, from 1
 * @param open sequences that have not ended, or whose followers are not yet started
 * @param sequences how many it ever had
 * @param dispatches how often a task was dispatched, by {@code stage/sequence/task}
 * @param paused stages in which no task is asked for; {@code *} for all
 */
public record ContextRow(
        String project,
        String context,
        long nextEvent,
        long nextEffect,
        int open,
        int sequences,
        Map<String, Integer> dispatches,
        Set<String> paused) {

    /** The start of all partitions of contexts; what follows is {@code <project>#<context>}. */
    public static final String PARTITION_PREFIX = "context#";

    private static final String EVERYWHERE = "*";

    public ContextRow {
        dispatches = Map.copyOf(dispatches);
        paused = Set.copyOf(paused);
    }

    public static final Table<ContextRow> TABLE =
            new Table<>(row -> key(row.project(), row.context()), row -> null, ContextRow::encode, ContextRow::decode);

    /** Where the row lies. */
    public static Key key(String project, String context) {
        return new Key(partition(project, context), "state");
    }

    /** The partition that also holds the context's events. */
    public static String partition(String project, String context) {
        return PARTITION_PREFIX + project + "#" + context;
    }

    static ContextRow first(String project, String context) {
        return new ContextRow(project, context, 1, 1, 0, 0, Map.of(), Set.of());
    }

    ContextRow withNextEvent() {
        return new ContextRow(project, context, nextEvent + 1, nextEffect, open, sequences, dispatches, paused);
    }

    ContextRow withNextEffect() {
        return new ContextRow(project, context, nextEvent, nextEffect + 1, open, sequences, dispatches, paused);
    }

    /** One more sequence runs. */
    public ContextRow withSequence() {
        return new ContextRow(project, context, nextEvent, nextEffect, open + 1, sequences + 1, dispatches, paused);
    }

    /** A companion of a sequence runs, or a sequence that had ended runs again. */
    public ContextRow withRun() {
        return new ContextRow(project, context, nextEvent, nextEffect, open + 1, sequences, dispatches, paused);
    }

    /** A sequence and what followed from it is done with. */
    public ContextRow withoutSequence() {
        return new ContextRow(project, context, nextEvent, nextEffect, open - 1, sequences, dispatches, paused);
    }

    /** Counts a dispatch; its number is then {@link #dispatches} under the same key. */
    public ContextRow withDispatch(String task) {
        Map<String, Integer> counted = new LinkedHashMap<>(dispatches);
        counted.merge(task, 1, Integer::sum);
        return new ContextRow(project, context, nextEvent, nextEffect, open, sequences, counted, paused);
    }

    /** Whether no task of a stage is asked for. */
    public boolean isPaused(String stage) {
        return paused.contains(EVERYWHERE) || paused.contains(stage);
    }

    /** Whether no task of any stage is asked for. */
    public boolean isPausedEverywhere() {
        return paused.contains(EVERYWHERE);
    }

    /** Whether there is something to resume in a stage, or anywhere for null. */
    public boolean isPausedAt(@Nullable String stage) {
        return stage == null ? !paused.isEmpty() : paused.contains(stage);
    }

    /** No more tasks are asked for in a stage, or in all for null. */
    public ContextRow pausedAt(@Nullable String stage) {
        Set<String> more = new TreeSet<>(paused);
        more.add(stage == null ? EVERYWHERE : stage);
        return new ContextRow(project, context, nextEvent, nextEffect, open, sequences, dispatches, more);
    }

    /** Tasks are asked for again in a stage, or in all for null. */
    public ContextRow resumedAt(@Nullable String stage) {
        Set<String> fewer = new TreeSet<>(paused);
        fewer.removeIf(each -> stage == null || each.equals(stage));
        return new ContextRow(project, context, nextEvent, nextEffect, open, sequences, dispatches, fewer);
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", project);
        json.put("context", context);
        json.put("nextEvent", nextEvent);
        json.put("nextEffect", nextEffect);
        json.put("open", open);
        json.put("sequences", sequences);
        json.put("dispatches", dispatches);
        json.put("paused", paused.stream().sorted().toList());
        return json;
    }

    private static ContextRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, Integer> dispatches = new LinkedHashMap<>();
        Fields counts = new Fields(fields.object("dispatches"));
        fields.object("dispatches").keySet().forEach(task -> dispatches.put(task, counts.integer(task)));
        return new ContextRow(
                fields.text("project"),
                fields.text("context"),
                fields.number("nextEvent"),
                fields.number("nextEffect"),
                fields.integer("open"),
                fields.integer("sequences"),
                dispatches,
                new TreeSet<>(fields.texts("paused")));
    }
}
