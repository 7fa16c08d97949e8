package sh.keptn.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keptn.aws.Backoff;
import sh.keptn.aws.Moto;
import sh.keptn.aws.TestClients;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.controlplane.ports.StoreContract;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The contract on DynamoDB's and S3's protocols, by moto or the endpoint of {@code -Daws.endpoint}. */
final class DynamoDbStoreTest extends StoreContract {

    private static final Key KEY = new Key("p", "large");
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final String name = "keptn-" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private DynamoDbClient client;

    @SuppressWarnings("NullAway.Init")
    private S3Client s3;

    @SuppressWarnings("NullAway.Init")
    private DynamoDbStore store;

    @BeforeEach
    void create() {
        URI endpoint = Moto.endpoint();
        client = TestClients.client(DynamoDbClient.builder(), endpoint);
        s3 = TestClients.client(S3Client.builder().forcePathStyle(true), endpoint);
        TestTable.create(client, name);
        store = new DynamoDbStore(
                client,
                name,
                new S3Bodies(s3, name),
                Backoff.sleeping(1000, Duration.ofMillis(1), Duration.ofMillis(20)));
    }

    @AfterEach
    void remove() {
        if (client != null) {
            client.deleteTable(request -> request.tableName(name));
            client.close();
            s3.close();
        }
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected int increments() {
        return 4;
    }

    @Test
    void aLargeBodyLiesInAnObjectAsLongAsItsItem() {
        createBucket();
        String large = body('ä', 150_000);
        String larger = body('x', 600_000);
        assertThat(put(0, large)).isTrue();
        assertThat(store.get(KEY)).contains(new Item(KEY, 1, NOON, large));
        assertThat(store.query("p", "l")).containsExactly(new Item(KEY, 1, NOON, large));
        assertThat(store.due(NOON, 1)).containsExactly(new Item(KEY, 1, NOON, large));
        assertThat(put(1, larger)).isTrue();
        assertThat(store.get(KEY)).contains(new Item(KEY, 2, NOON, larger));
        assertThat(objects()).hasSize(1);
        assertThat(put(2, "{}")).isTrue();
        assertThat(objects()).isEmpty();
        assertThat(put(3, large)).isTrue();
        assertThat(store.transact(List.of(new Write.Check(KEY, 4), new Write.Put(new Key("q", "s"), 0, "{}", null))))
                .isTrue();
        assertThat(store.transact(List.of(new Write.Delete(KEY, 4)))).isTrue();
        assertThat(objects()).isEmpty();
    }

    @Test
    void whatExpiresSaysSoToDynamoDbUnlessAnObjectWouldBeLeft() {
        createBucket();
        Instant later = Instant.parse("2100-01-01T00:00:00.5Z");
        store.transact(List.of(new Write.Put(KEY, 0, "{}", null, later)));
        assertThat(attributes().get(TableDesign.EXPIRES)).isEqualTo(AttributeValue.fromN("4102444800"));
        store.transact(List.of(new Write.Put(KEY, 1, body('x', 300_000), null, later)));
        assertThat(attributes()).doesNotContainKey(TableDesign.EXPIRES);
        store.transact(List.of(new Write.Put(KEY, 2, "{}", null, later)));
        assertThat(attributes()).containsKey(TableDesign.EXPIRES);
        store.transact(List.of(new Write.Put(KEY, 3, "{}", null)));
        assertThat(attributes()).doesNotContainKey(TableDesign.EXPIRES);
    }

    private Map<String, AttributeValue> attributes() {
        return client.getItem(request -> request.tableName(name).key(Items.key(KEY)))
                .item();
    }

    @Test
    void aConflictLeavesNoObjectBehind() {
        createBucket();
        String large = body('x', 300_000);
        assertThat(put(0, large)).isTrue();
        assertThat(put(0, body('y', 300_000))).isFalse();
        assertThat(put(2, body('y', 300_000))).isFalse();
        assertThat(store.transact(List.of(new Write.Delete(KEY, 7)))).isFalse();
        assertThat(store.get(KEY)).contains(new Item(KEY, 1, NOON, large));
        assertThat(objects()).hasSize(1);
    }

    @Test
    void aTransactionTakesMoreThanDynamoDbDoes() {
        createBucket();
        String body = body('x', 190_000);
        List<Write> writes = new ArrayList<>();
        IntStream.range(0, 40).forEach(i -> writes.add(new Write.Put(new Key("many", "row" + i), 0, body, null)));
        assertThat(store.transact(writes)).isTrue();
        assertThat(store.query("many", "row"))
                .hasSize(40)
                .allMatch(item -> item.body().equals(body));
        assertThat(objects()).hasSizeBetween(20, 23);
    }

    @Test
    void aBodyWhoseObjectIsGoneIsUnavailable() {
        createBucket();
        put(0, body('x', 300_000));
        objects()
                .forEach(object ->
                        s3.deleteObject(request -> request.bucket(name).key(object.key())));
        assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void manyAndLargeItemsAreReadPageByPage() {
        String body = body('x', 100_000);
        for (int i = 0; i < 30; i++) {
            store.transact(List.of(new Write.Put(new Key("p", String.format("a#%03d", i)), 0, body, null)));
        }
        assertThat(store.query("p", "a#")).hasSize(30);
        assertThat(store.queryAfter("p", "a#", "a#004", 22)).hasSize(22);
    }

    @Test
    void manyDueItemsOfAllPartitionsComeInOrder() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            Instant due = NOON.plusSeconds(i * 37 % 90).plusNanos(i);
            writes.add(new Write.Put(new Key("partition" + i, "row"), 0, "{}", due));
        }
        assertThat(store.transact(writes)).isTrue();
        List<Instant> due = Stream.concat(store.due(NOON.plusSeconds(100), 1000).stream(), Stream.of())
                .map(item -> item.due() == null ? Instant.MIN : item.due())
                .toList();
        assertThat(due).hasSize(90).isSorted();
        assertThat(store.due(NOON.plusSeconds(100), 7))
                .hasSize(7)
                .allMatch(item -> due.subList(0, 7).contains(item.due()));
    }

    @Test
    void everyInstantIsKeptExactly() {
        for (Instant due :
                List.of(Instant.MAX, Instant.MIN, Instant.EPOCH.minusNanos(1), NOON.plusNanos(123_456_789))) {
            Key key = new Key("p", due.toString());
            store.transact(List.of(new Write.Put(key, 0, "{}", due)));
            assertThat(store.get(key)).contains(new Item(key, 1, due, "{}"));
        }
    }

    @Test
    void aKeyThatDynamoDbDoesNotTakeIsRefused() {
        List<Write> writes = List.of(new Write.Put(new Key("p", "x".repeat(1025)), 0, "{}", null));
        assertThatThrownBy(() -> store.transact(writes)).isInstanceOf(IllegalArgumentException.class);
    }

    private void createBucket() {
        s3.createBucket(request -> request.bucket(name));
    }

    private boolean put(long expectedVersion, String body) {
        return store.transact(List.of(new Write.Put(KEY, expectedVersion, body, NOON)));
    }

    private static String body(char with, int characters) {
        return "{\"text\":\"" + String.valueOf(with).repeat(characters) + "\"}";
    }

    private List<S3Object> objects() {
        return s3.listObjectsV2(request -> request.bucket(name)).contents();
    }
}
