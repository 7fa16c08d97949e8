package sh.keptn.controlplane.ports;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * One table of JSON items, addressed by partition and sort key, each with a version; the subset of DynamoDB that the
 * control plane uses. Reads are consistent, writes are durable when a call returns. Fails with {@link
 * StoreUnavailableException} where the storage itself does.
 */
public interface Store {

    /** The item, empty if there is none. */
    Optional<Item> get(Key key);

    /** The items of a partition whose sort key starts with the prefix, ascending by sort key (UTF-8 bytes). */
    List<Item> query(String partition, String sortPrefix);

    /** The items of a partition whose sort key starts with the prefix and is greater than {@code after}, at most {@code limit}. */
    List<Item> queryAfter(String partition, String sortPrefix, String after, int limit);

    /**
     * The item as the newest transaction has left it, which may not be durable yet. Only for decisions: one that writes is
     * durable only after what it has read, one that does not waits for {@link #settle} before anybody hears of it.
     */
    default Optional<Item> newest(Key key) {
        return get(key);
    }

    /** The same for the items of a partition whose sort key starts with the prefix. */
    default List<Item> newest(String partition, String sortPrefix) {
        return query(partition, sortPrefix);
    }

    /** The same for those of them whose sort key is greater than {@code after}: at least {@code limit}, or all. */
    default List<Item> newestAfter(String partition, String sortPrefix, String after, int limit) {
        return queryAfter(partition, sortPrefix, after, limit);
    }

    /** Returns when everything is durable that {@link #newest} has shown before. */
    default void settle() {}

    /** The items that are due at or before the instant, earliest first; an index that may lag: read a row again before acting on it. */
    List<Item> due(Instant until, int limit);

    /** Does all writes, or none and returns false where one's expected version is not the item's. At most 100 writes, one for each key. */
    boolean transact(List<Write> writes);

    /**
     * The same without waiting until it is durable; false only where it is known at once. For what is done again if it is
     * lost.
     */
    default boolean transactSoon(List<Write> writes) {
        return transact(writes);
    }

    /** Address of an item. */
    record Key(String partition, String sort) {}

    /** An item. */
    final class Item {

        private final Key key;
        private final long version;
        private final @Nullable Instant due;
        private final String body;
        private volatile @Nullable Map<String, @Nullable Object> json;

        /**
         * Takes what was stored.
         *
         * @param version counts from 1, raised by each put
         * @param due when the sweep has to look at it, null if never
         * @param body a JSON object as text
         */
        public Item(Key key, long version, @Nullable Instant due, String body) {
            this.key = key;
            this.version = version;
            this.due = due;
            this.body = body;
        }

        public Key key() {
            return key;
        }

        public long version() {
            return version;
        }

        public @Nullable Instant due() {
            return due;
        }

        public String body() {
            return body;
        }

        /** The body as {@link Json} reads it, once for all who have this item; it cannot be changed. */
        public Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> read = json;
            if (read == null) {
                read = Json.parseFixed(body);
                json = read;
            }
            return read;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Item item
                    && key.equals(item.key)
                    && version == item.version
                    && Objects.equals(due, item.due)
                    && body.equals(item.body);
        }

        @Override
        public int hashCode() {
            return Objects.hash(key, version);
        }

        @Override
        public String toString() {
            return key + " " + version + " " + due + " " + body;
        }
    }

    /** One write of a transaction; {@code expectedVersion} 0 means that the item must not exist. */
    sealed interface Write {
        Key key();

        long expectedVersion();

        /**
         * Stores the body with version {@code expectedVersion + 1}.
         *
         * @param due see {@link Item}
         * @param expires when nobody needs the item any more; the store may remove it some time after, null if never
         */
        record Put(
                Key key,
                long expectedVersion,
                String body,
                @Nullable Instant due,
                @Nullable Instant expires) implements Write {

            /** What is kept until it is deleted. */
            public Put(Key key, long expectedVersion, String body, @Nullable Instant due) {
                this(key, expectedVersion, body, due, null);
            }
        }

        /** Removes the item. */
        record Delete(Key key, long expectedVersion) implements Write {}

        /** Changes nothing, only requires the version. */
        record Check(Key key, long expectedVersion) implements Write {}
    }
}
