package sh.keptn.lambda.services;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/**
 * Which task service does which task, and what it has answered: the work is done once, and its answer sent as often as it is
 * asked for. All rows lie in partitions that begin with {@value #PARTITION_PREFIX}; this function may write no others.
 */
final class WorkLog {

    /** The start of all partitions of this log. */
    static final String PARTITION_PREFIX = "work#";

    private static final int TRIES = 10;

    /** Nobody asks for the work after its execution, which lasts a year at most (Step Functions quotas). */
    private static final Duration KEPT = Duration.ofDays(400);

    private final Store store;

    WorkLog(Store store) {
        this.store = store;
    }

    /**
     * Asks for the work.
     *
     * @param worker who asks; the same again is an invocation that was broken off
     * @param until when the worker's time is over; until then nobody else gets the work
     */
    Claim claim(String triggeredId, String service, String worker, Instant now, Instant until) {
        Key key = key(triggeredId, service);
        for (int i = 0; i < TRIES; i++) {
            Optional<Item> known = store.get(key);
            Map<String, @Nullable Object> row = known.map(Item::json).orElse(Map.of());
            if (row.get("answer") instanceof Map<?, ?> answer) {
                return new Claim.Answered(KeptnEvent.fromJson(Json.object(answer)));
            } else if (Boolean.TRUE.equals(row.get("done"))) {
                return new Claim.Done();
            }
            String other = Json.text(row, "worker");
            String over = Json.text(row, "until");
            if (other != null && over != null && !other.equals(worker) && now.isBefore(Instant.parse(over))) {
                return new Claim.Busy(Instant.parse(over));
            }
            long version = known.map(Item::version).orElse(0L);
            Map<String, @Nullable Object> mine = Map.of("worker", worker, "until", until.toString());
            if (store.transact(List.of(new Write.Put(key, version, Json.write(mine), null, now.plus(KEPT))))) {
                return new Claim.Mine(version + 1);
            }
        }
        throw contended(triggeredId);
    }

    /** Keeps the answer, null where there is none to give; returns the one that counts, which somebody else may have kept before. */
    @Nullable
    KeptnEvent keep(String triggeredId, String service, Claim.Mine claim, @Nullable KeptnEvent answer, Instant now) {
        Key key = key(triggeredId, service);
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("done", true);
        if (answer != null) {
            row.put("answer", answer.toJson());
        }
        if (store.transact(List.of(new Write.Put(key, claim.version(), Json.write(row), null, now.plus(KEPT))))) {
            return answer;
        }
        // This worker was thought dead, and another one has done the work too.
        Map<String, @Nullable Object> other = store.get(key).map(Item::json).orElse(Map.of());
        if (other.get("answer") instanceof Map<?, ?> kept) {
            return KeptnEvent.fromJson(Json.object(kept));
        }
        throw contended(triggeredId);
    }

    private static Key key(String triggeredId, String service) {
        return new Key(PARTITION_PREFIX + triggeredId, service);
    }

    private static StoreUnavailableException contended(String triggeredId) {
        return new StoreUnavailableException(
                "others work on `" + triggeredId + "` at the same time", new IllegalStateException("contention"));
    }

    /** What came of asking for the work. */
    sealed interface Claim {

        /** It is this worker's. */
        record Mine(long version) implements Claim {}

        /** Somebody else does it, at most until then. */
        record Busy(Instant until) implements Claim {}

        /** It was done, and this was the answer. */
        record Answered(KeptnEvent answer) implements Claim {}

        /** It was done, and others answer. */
        record Done() implements Claim {}
    }
}
