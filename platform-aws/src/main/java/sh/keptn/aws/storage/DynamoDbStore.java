package sh.keptn.aws.storage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.Backoff;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The store on DynamoDB, see {@link TableDesign}. All reads are consistent; the index of due items is only asked for keys.
 * Throttling and passing errors are retried by the client, transactions that met others by this class.
 */
public final class DynamoDbStore implements Store {

    /** Most keys of one BatchGetItem. */
    private static final int BATCH = 100;

    /** How often a large body is looked for whose item is replaced again and again meanwhile. */
    private static final int READS = 5;

    /** Reasons to cancel a transaction that trying again does not change; the others are conflicts and throttling. */
    private static final Set<String> INVALID = Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");

    private final DynamoDbClient client;
    private final String table;
    private final LargeBodies bodies;
    private final Backoff backoff;

    public DynamoDbStore(DynamoDbClient client, String table, LargeBodies bodies) {
        this(client, table, bodies, Backoff.sleeping(10, Duration.ofMillis(20), Duration.ofSeconds(1)));
    }

    /** @param backoff between the tries of a transaction that met another one */
    public DynamoDbStore(DynamoDbClient client, String table, LargeBodies bodies, Backoff backoff) {
        this.client = client;
        this.table = table;
        this.bodies = bodies;
        this.backoff = backoff;
    }

    @Override
    public Optional<Item> get(Key key) {
        return available(() -> read(key));
    }

    @Override
    public List<Item> query(String partition, String sortPrefix) {
        return queryAfter(partition, sortPrefix, "", Integer.MAX_VALUE);
    }

    @Override
    public List<Item> queryAfter(String partition, String sortPrefix, String after, int limit) {
        boolean fromPrefix = Arrays.compareUnsigned(utf8(after), utf8(sortPrefix)) < 0;
        return available(() -> items(
                fromPrefix ? startingWith(partition, sortPrefix) : greaterThan(partition, after), sortPrefix, limit));
    }

    private QueryRequest.Builder startingWith(String partition, String sortPrefix) {
        return ofPartition("#pk = :pk AND begins_with(#sk, :sk)", partition, sortPrefix);
    }

    /** A condition on the sort key has one comparison only, so the end of the prefix is found by reading up to it. */
    private QueryRequest.Builder greaterThan(String partition, String after) {
        return after.isEmpty()
                ? ofPartition("#pk = :pk", partition, null)
                : ofPartition("#pk = :pk AND #sk > :sk", partition, after);
    }

    private QueryRequest.Builder ofPartition(String condition, String partition, @Nullable String sort) {
        Map<String, String> names = new LinkedHashMap<>(Map.of("#pk", TableDesign.PARTITION));
        Map<String, AttributeValue> values = new LinkedHashMap<>(Map.of(":pk", AttributeValue.fromS(partition)));
        if (sort != null) {
            names.put("#sk", TableDesign.SORT);
            values.put(":sk", AttributeValue.fromS(sort));
        }
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }

    private List<Item> items(QueryRequest.Builder request, String sortPrefix, int limit) {
        if (limit < Integer.MAX_VALUE) {
            request.limit(Math.max(1, limit));
        }
        return client.queryPaginator(request.build()).items().stream()
                .takeWhile(attributes -> Items.key(attributes).sort().startsWith(sortPrefix))
                .limit(limit)
                .flatMap(attributes -> withBody(attributes).stream())
                .toList();
    }

    @Override
    public List<Item> due(Instant until, int limit) {
        return available(() -> {
            DueKeys keys = new DueKeys(client, table, until);
            Map<Key, Item> found = new LinkedHashMap<>();
            while (found.size() < limit && keys.hasNext()) {
                List<Key> some = new ArrayList<>();
                while (some.size() < Math.min(BATCH, limit - found.size()) && keys.hasNext()) {
                    some.add(keys.next());
                }
                // The index lags: what it says counts only where the item still says it.
                read(some).stream().filter(item -> isDue(item, until)).forEach(item -> found.put(item.key(), item));
            }
            return found.values().stream()
                    .sorted(Comparator.comparing(DynamoDbStore::dueOf)
                            .thenComparing(item -> item.key().partition())
                            .thenComparing(item -> item.key().sort()))
                    .toList();
        });
    }

    private static boolean isDue(Item item, Instant until) {
        return item.due() != null && !item.due().isAfter(until);
    }

    private static Instant dueOf(Item item) {
        return item.due() == null ? Instant.MAX : item.due();
    }

    @Override
    public boolean transact(List<Write> writes) {
        Transaction transaction = new Transaction(table, writes);
        return writes.isEmpty() || available(() -> transact(transaction));
    }

    private boolean transact(Transaction transaction) {
        transaction.upload(bodies);
        int tries = 0;
        while (true) {
            try {
                client.transactWriteItems(transaction.request());
                transaction.cleanUp(bodies, true);
                return true;
            } catch (TransactionCanceledException e) {
                if (transaction.isConflict(e.cancellationReasons())) {
                    transaction.cleanUp(bodies, false);
                    return false;
                }
                tries++;
                if (isInvalid(e) || !backoff.again(tries)) {
                    transaction.cleanUp(bodies, false);
                    throw e;
                }
            }
        }
    }

    private static boolean isInvalid(TransactionCanceledException e) {
        return e.cancellationReasons().stream()
                .map(CancellationReason::code)
                .anyMatch(code -> code != null && INVALID.contains(code));
    }

    private Optional<Item> read(Key key) {
        Map<String, AttributeValue> attributes = client.getItem(
                        request -> request.tableName(table).key(Items.key(key)).consistentRead(true))
                .item();
        return attributes.isEmpty() ? Optional.empty() : withBody(attributes);
    }

    /** The items of these keys that there are. */
    private List<Item> read(List<Key> keys) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        List<Map<String, AttributeValue>> open = keys.stream().map(Items::key).toList();
        int tries = 0;
        while (!open.isEmpty()) {
            KeysAndAttributes wanted =
                    KeysAndAttributes.builder().keys(open).consistentRead(true).build();
            var response = client.batchGetItem(request -> request.requestItems(Map.of(table, wanted)));
            List<Map<String, AttributeValue>> some = response.responses().getOrDefault(table, List.of());
            found.addAll(some);
            KeysAndAttributes left = response.unprocessedKeys().get(table);
            open = left == null ? List.of() : left.keys();
            // A batch that is too large to be answered at once is no throttling as long as it gets smaller.
            tries = some.isEmpty() ? tries + 1 : 0;
            if (!open.isEmpty() && tries > 0 && !backoff.again(tries)) {
                throw new StoreUnavailableException(
                        "DynamoDB did not read " + open.size() + " items", new IllegalStateException("throttled"));
            }
        }
        Map<Key, Map<String, AttributeValue>> byKey =
                found.stream().collect(Collectors.toMap(Items::key, attributes -> attributes, (one, same) -> one));
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(byKey.get(key)).stream())
                .flatMap(attributes -> withBody(attributes).stream())
                .toList();
    }

    /** The item with its body from where it lies; empty if it was removed meanwhile. */
    private Optional<Item> withBody(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> current = attributes;
        for (int i = 0; i < READS; i++) {
            String at = Items.bodyAt(current);
            if (at == null) {
                return Optional.of(Items.item(current, Items.body(current)));
            }
            Optional<String> body = bodies.get(at);
            if (body.isPresent()) {
                return Optional.of(Items.item(current, body.get()));
            }
            // Its item has been replaced since it was read.
            Map<String, AttributeValue> key = Items.key(Items.key(current));
            current = client.getItem(
                            request -> request.tableName(table).key(key).consistentRead(true))
                    .item();
            if (current.isEmpty()) {
                return Optional.empty();
            }
        }
        throw new StoreUnavailableException(
                "the body of " + Items.key(current) + " is not where its item says",
                new IllegalStateException("no object " + Items.bodyAt(current)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T available(Supplier<T> work) {
        try {
            return work.get();
        } catch (DynamoDbException e) {
            boolean isInvalid = e instanceof TransactionCanceledException cancelled
                    ? isInvalid(cancelled)
                    : e.awsErrorDetails() != null
                            && "ValidationException".equals(e.awsErrorDetails().errorCode());
            if (isInvalid) {
                throw new IllegalArgumentException("DynamoDB refuses the request: " + e.getMessage(), e);
            }
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        } catch (SdkException e) {
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }
}
