package sh.keptn.aws.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.translator.naming.Sha256;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * One transaction while it is tried: which bodies go to objects, and which objects the items had that it replaces.
 *
 * <p>An item says nothing of what it replaces, so a write expects that its predecessor has its body in the table. The few that
 * have not are told by DynamoDB when that condition fails; then they are known, and are discarded after the next try.
 */
final class Transaction {

    private static final int WRITE_LIMIT = 100;

    /** In bytes; below it a body is in its item, above it an object is several times cheaper to write. */
    private static final int BODY_LIMIT = 200 * 1024;

    /** In bytes; a transaction has at most 4 MB, of which keys and the other attributes need some. */
    private static final int BODIES_LIMIT = 3_500_000;

    /** What one character can take in UTF-8. */
    private static final int BYTES_OF_CHARACTER = 3;

    private final String table;
    private final List<Write> writes;
    private final Map<Key, String> objects = new LinkedHashMap<>();
    private final Map<Key, String> replaced = new LinkedHashMap<>();
    private String token = UUID.randomUUID().toString();

    Transaction(String table, List<Write> writes) {
        check(writes);
        this.table = table;
        this.writes = List.copyOf(writes);
        chooseObjects();
    }

    private static void check(List<Write> writes) {
        if (writes.size() > WRITE_LIMIT) {
            throw new IllegalArgumentException(
                    "a transaction has at most " + WRITE_LIMIT + " writes, not " + writes.size());
        }
        Set<Key> keys = new HashSet<>();
        for (Write write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("two writes of one transaction have the key " + write.key());
            }
        }
    }

    private void chooseObjects() {
        Map<Write.Put, Integer> sizes = new LinkedHashMap<>();
        for (Write write : writes) {
            if (write instanceof Write.Put put) {
                sizes.put(put, size(put.body()));
            }
        }
        long all = sizes.values().stream().mapToLong(Integer::longValue).sum();
        List<Write.Put> largestFirst = new ArrayList<>(sizes.keySet());
        largestFirst.sort(Comparator.comparing(sizes::get).reversed());
        for (Write.Put put : largestFirst) {
            int size = sizes.getOrDefault(put, 0);
            if (size > BODY_LIMIT || all > BODIES_LIMIT) {
                objects.put(put.key(), objectName(put));
                all -= size;
            }
        }
    }

    /** Names are never used twice, so that of two who write the same version neither spoils the other's object. */
    private static String objectName(Write.Put put) {
        String item = Sha256.hex(put.key().partition() + '\0' + put.key().sort());
        return item + "/" + (put.expectedVersion() + 1) + "-" + UUID.randomUUID();
    }

    private static int size(String body) {
        return (long) body.length() * BYTES_OF_CHARACTER <= BODY_LIMIT
                ? body.length()
                : body.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Stores the large bodies; before the first try. */
    void upload(LargeBodies bodies) {
        for (Write write : writes) {
            String object = objects.get(write.key());
            if (object != null && write instanceof Write.Put put) {
                bodies.put(object, put.body());
            }
        }
    }

    /** Removes the objects that nothing names any more, now that it is known how the transaction ended. */
    void cleanUp(LargeBodies bodies, boolean committed) {
        (committed ? replaced : objects).values().forEach(bodies::discard);
    }

    /**
     * The request. Where its answer is lost, it is repeated with the same token: DynamoDB then does it once, and answers as if
     * it had been done by the repetition.
     */
    TransactWriteItemsRequest request() {
        return TransactWriteItemsRequest.builder()
                .clientRequestToken(token)
                .transactItems(writes.stream().map(this::item).toList())
                .build();
    }

    /**
     * Takes note of why the transaction was cancelled.
     *
     * @return whether some item's version is not the expected one
     */
    boolean isConflict(List<CancellationReason> reasons) {
        boolean conflict = false;
        for (int i = 0; i < writes.size() && i < reasons.size(); i++) {
            if ("ConditionalCheckFailed".equals(reasons.get(i).code())) {
                conflict |= !learns(writes.get(i), reasons.get(i).item());
            }
        }
        return conflict;
    }

    /** Whether the condition failed only because the item's body lies in an object that was not known. */
    private boolean learns(Write write, Map<String, AttributeValue> current) {
        String at = Items.bodyAt(current);
        boolean isNew = at != null
                && !(write instanceof Write.Check)
                && Items.version(current) == write.expectedVersion()
                && !at.equals(replaced.get(write.key()));
        if (isNew) {
            replaced.put(write.key(), at);
            // A token belongs to one request, and the condition of this one changes.
            token = UUID.randomUUID().toString();
        }
        return isNew;
    }

    private TransactWriteItem item(Write write) {
        TransactWriteItem.Builder item = TransactWriteItem.builder();
        Condition condition = condition(write);
        if (write instanceof Write.Put put) {
            item.put(Put.builder()
                    .tableName(table)
                    .item(Items.of(put, objects.get(put.key())))
                    .conditionExpression(condition.expression())
                    .expressionAttributeNames(condition.names())
                    .expressionAttributeValues(condition.values())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build());
        } else if (write instanceof Write.Delete) {
            item.delete(Delete.builder()
                    .tableName(table)
                    .key(Items.key(write.key()))
                    .conditionExpression(condition.expression())
                    .expressionAttributeNames(condition.names())
                    .expressionAttributeValues(condition.values())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build());
        } else {
            item.conditionCheck(ConditionCheck.builder()
                    .tableName(table)
                    .key(Items.key(write.key()))
                    .conditionExpression(condition.expression())
                    .expressionAttributeNames(condition.names())
                    .expressionAttributeValues(condition.values())
                    .build());
        }
        return item.build();
    }

    /** @param values null where there are none, which DynamoDB wants to be left out */
    private record Condition(
            String expression,
            Map<String, String> names,
            @Nullable Map<String, AttributeValue> values) {}

    private Condition condition(Write write) {
        if (write.expectedVersion() == 0) {
            return new Condition("attribute_not_exists(#pk)", Map.of("#pk", TableDesign.PARTITION), null);
        }
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":version", AttributeValue.fromN(Long.toString(write.expectedVersion())));
        if (write instanceof Write.Check) {
            return new Condition("#version = :version", Map.of("#version", TableDesign.VERSION), values);
        }
        Map<String, String> names = Map.of("#version", TableDesign.VERSION, "#at", TableDesign.BODY_AT);
        String at = replaced.get(write.key());
        if (at == null) {
            return new Condition("#version = :version AND attribute_not_exists(#at)", names, values);
        }
        values.put(":at", AttributeValue.fromS(at));
        return new Condition("#version = :version AND #at = :at", names, values);
    }
}
