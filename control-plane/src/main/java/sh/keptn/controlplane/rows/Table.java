package sh.keptn.controlplane.rows;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;

/**
 * How one kind of row is stored.
 *
 * @param key where a row lies
 * @param due when the sweep has to look at it, null if never
 */
public record Table<R>(
        Function<R, Key> key,
        Function<R, @Nullable Instant> due,
        Function<R, Map<String, @Nullable Object>> encode,
        Function<Map<String, @Nullable Object>, R> decode) {}
