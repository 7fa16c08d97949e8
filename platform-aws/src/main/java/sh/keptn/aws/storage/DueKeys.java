package sh.keptn.aws.storage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import sh.keptn.controlplane.ports.Store.Key;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The keys of due items as the index knows them, earliest first, merged from all its partitions and read only as far as asked. */
final class DueKeys implements Iterator<Key> {

    private final PriorityQueue<Shard> shards =
            new PriorityQueue<>(Comparator.comparing((Shard shard) -> shard.due).thenComparing(shard -> shard.name));

    DueKeys(DynamoDbClient client, String table, Instant until) {
        IntStream.range(0, TableDesign.DUE_SHARDS)
                .mapToObj(Integer::toString)
                .map(name -> new Shard(name, query(client, table, name, until)))
                .filter(Shard::advance)
                .forEach(shards::add);
    }

    private static Iterator<Map<String, AttributeValue>> query(
            DynamoDbClient client, String table, String shard, Instant until) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .indexName(TableDesign.DUE_INDEX)
                .keyConditionExpression("#shard = :shard AND #due <= :until")
                .projectionExpression("#pk, #sk, #due")
                .expressionAttributeNames(Map.of(
                        "#shard", TableDesign.DUE_SHARD,
                        "#due", TableDesign.DUE,
                        "#pk", TableDesign.PARTITION,
                        "#sk", TableDesign.SORT))
                .expressionAttributeValues(Map.of(
                        ":shard", AttributeValue.fromS(shard),
                        ":until", AttributeValue.fromN(TableDesign.dueNumber(until))))
                .build();
        return client.queryPaginator(request).items().iterator();
    }

    @Override
    public boolean hasNext() {
        return !shards.isEmpty();
    }

    @Override
    public Key next() {
        Shard first = shards.poll();
        if (first == null) {
            throw new NoSuchElementException("no more due keys");
        }
        Key key = first.key;
        if (first.advance()) {
            shards.add(first);
        }
        return key;
    }

    /** One partition of the index and where the reader stands in it. */
    private static final class Shard {
        private final String name;
        private final Iterator<Map<String, AttributeValue>> items;
        private BigDecimal due = BigDecimal.ZERO;
        private Key key = new Key("", "");

        Shard(String name, Iterator<Map<String, AttributeValue>> items) {
            this.name = name;
            this.items = items;
        }

        boolean advance() {
            if (!items.hasNext()) {
                return false;
            }
            Map<String, AttributeValue> item = items.next();
            due = new BigDecimal(item.getOrDefault(TableDesign.DUE, AttributeValue.fromN("0"))
                    .n());
            key = Items.key(item);
            return true;
        }
    }
}
