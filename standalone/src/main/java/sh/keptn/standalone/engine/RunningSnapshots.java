package sh.keptn.standalone.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshots of executions that were worked on a short while ago, so that they need not be read again for each
 * step. Bounded by the size of their texts; what is not here is in the database. Safe for several threads.
 */
final class RunningSnapshots {

    private final long limit;
    private final Map<String, Sized> snapshots = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    private record Sized(Snapshot snapshot, int size) {}

    /** @param limit how many characters the kept snapshots may have as texts */
    RunningSnapshots(long limit) {
        this.limit = limit;
    }

    synchronized @Nullable Snapshot get(String reference) {
        Sized found = snapshots.get(reference);
        return found == null ? null : found.snapshot();
    }

    /** Keeps a snapshot in place of the one before; one that has ended is not asked for again soon. */
    synchronized void put(Snapshot snapshot, int length) {
        remove(snapshot.reference());
        if (snapshot.outcome().status() == ExecutionStatus.RUNNING) {
            snapshots.put(snapshot.reference(), new Sized(snapshot, length));
            size += length;
            Iterator<Sized> oldest = snapshots.values().iterator();
            while (size > limit && oldest.hasNext()) {
                size -= oldest.next().size();
                oldest.remove();
            }
        }
    }

    /** Forgets a snapshot of which it is not known whether it was stored. */
    synchronized void remove(String reference) {
        Sized old = snapshots.remove(reference);
        size -= old == null ? 0 : old.size();
    }
}
