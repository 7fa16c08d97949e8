package sh.keptn.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.keptn.aws.AwsStub;
import sh.keptn.aws.Backoff;
import sh.keptn.aws.TestClients;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the store makes of DynamoDB's errors, in their documented form. */
final class DynamoDbFailuresTest {

    private static final Map<String, @Nullable Object> DONE = Map.of();
    private static final List<Write> WRITES = List.of(
            new Write.Put(new Key("p", "one"), 0, "{}", null),
            new Write.Put(new Key("p", "two"), 3, "{}", null),
            new Write.Check(new Key("p", "three"), 1));

    private final AwsStub dynamoDb = new AwsStub();
    private final DynamoDbClient client = TestClients.client(DynamoDbClient.builder(), dynamoDb.endpoint());
    private final List<Duration> waits = new ArrayList<>();
    private final Map<String, String> objects = new HashMap<>();
    private final Store store = new DynamoDbStore(
            client,
            "table",
            new LargeBodies() {
                @Override
                public void put(String name, String body) {
                    objects.put(name, body);
                }

                @Override
                public Optional<String> get(String name) {
                    return Optional.ofNullable(objects.get(name));
                }

                @Override
                public void discard(String name) {
                    objects.remove(name);
                }
            },
            new Backoff(4, Duration.ofMillis(100), Duration.ofMillis(300), () -> 0.5, waits::add));

    @AfterEach
    void close() {
        client.close();
        dynamoDb.close();
    }

    @Test
    void aTransactionWhoseAnswerIsLostIsRepeatedWithItsToken() {
        dynamoDb.thenNoAnswer().thenFailure().then(DONE);
        assertThat(store.transact(WRITES)).isTrue();
        assertThat(dynamoDb.operations()).hasSize(3).containsOnly("TransactWriteItems");
        assertThat(tokens()).hasSize(3).doesNotContainNull();
        assertThat(tokens().stream().distinct()).hasSize(1);
    }

    @Test
    void twoTransactionsHaveTwoTokens() {
        dynamoDb.then(DONE);
        store.transact(WRITES);
        store.transact(WRITES);
        assertThat(tokens().stream().distinct()).hasSize(2);
    }

    @Test
    void aTransactionThatMetAnotherOneIsTriedAgainAfterLongerAndLongerWaits() {
        cancelled("None", "TransactionConflict", "None");
        cancelled("ThrottlingError", "None", "None");
        cancelled("None", "None", "ProvisionedThroughputExceeded");
        dynamoDb.then(DONE);
        assertThat(store.transact(WRITES)).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(150));
        assertThat(tokens().stream().distinct()).hasSize(1);
    }

    @Test
    void aTransactionThatAlwaysMeetsOthersIsUnavailable() {
        cancelled("TransactionConflict", "None", "None");
        assertThatThrownBy(() -> store.transact(WRITES)).isInstanceOf(StoreUnavailableException.class);
        assertThat(dynamoDb.requests()).hasSize(4);
    }

    @Test
    void anotherVersionIsAConflictWhateverElseWasMet() {
        cancelled("TransactionConflict", "ConditionalCheckFailed", "None");
        assertThat(store.transact(WRITES)).isFalse();
        assertThat(dynamoDb.requests()).hasSize(1);
    }

    @Test
    void whatIsInvalidIsNotTriedAgain() {
        cancelled("None", "ValidationError", "None");
        assertThatThrownBy(() -> store.transact(WRITES)).isInstanceOf(IllegalArgumentException.class);
        assertThat(dynamoDb.requests()).hasSize(1);
    }

    @Test
    void throttledReadsAreRepeated() {
        dynamoDb.thenError("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", "too much")
                .thenError("com.amazon.coral.availability#ThrottlingException", "too fast")
                .then(DONE);
        assertThat(store.get(new Key("p", "one"))).isEmpty();
        assertThat(dynamoDb.operations()).containsExactly("GetItem", "GetItem", "GetItem");
        assertThat(dynamoDb.requests())
                .allSatisfy(request -> assertThat(request.body()).containsEntry("ConsistentRead", true));
    }

    @Test
    void whatDynamoDbDoesNotAllowIsUnavailable() {
        dynamoDb.thenError("com.amazon.coral.service#AccessDeniedException", "not authorized");
        assertThatThrownBy(() -> store.query("p", "")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void theObjectOfATransactionOfUnknownEndStays() {
        dynamoDb.thenError("com.amazonaws.dynamodb.v20120810#TransactionInProgressException", "in progress");
        List<Write> writes = List.of(new Write.Put(new Key("p", "s"), 0, "x".repeat(300_000), null));
        assertThatThrownBy(() -> store.transact(writes)).isInstanceOf(StoreUnavailableException.class);
        assertThat(objects).hasSize(1);
    }

    @Test
    void theObjectThatAnItemHadIsFoundOutAndDiscarded() {
        objects.put("old", "x");
        dynamoDb.thenError(cancellation(
                        Map.of("Code", "None"),
                        Map.of(
                                "Code",
                                "ConditionalCheckFailed",
                                "Item",
                                Map.of("version", Map.of("N", "3"), "bodyAt", Map.of("S", "old"))),
                        Map.of("Code", "TransactionConflict")))
                .then(DONE);
        assertThat(store.transact(WRITES)).isTrue();
        assertThat(objects).isEmpty();
        assertThat(tokens().stream().distinct()).hasSize(2);
    }

    @Test
    void keysThatWereNotReadAreAskedForAgain() {
        Map<String, Object> key = Map.of("pk", Map.of("S", "p"), "sk", Map.of("S", "s"));
        Map<String, Object> due = new HashMap<>(key);
        due.put("due", Map.of("N", "5"));
        Map<String, Object> item = new HashMap<>(due);
        item.put("version", Map.of("N", "1"));
        item.put("body", Map.of("S", "{}"));
        dynamoDb.then(Map.of("Items", List.of(due)));
        for (int i = 1; i < TableDesign.DUE_SHARDS; i++) {
            dynamoDb.then(Map.of("Items", List.of()));
        }
        dynamoDb.then(Map.of(
                        "Responses", Map.of(),
                        "UnprocessedKeys", Map.of("table", Map.of("Keys", List.of(key), "ConsistentRead", true))))
                .then(Map.of("Responses", Map.of("table", List.of(item))));
        assertThat(store.due(Instant.EPOCH.plusSeconds(1), 10)).hasSize(1);
        assertThat(waits).hasSize(1);
    }

    private void cancelled(String... codes) {
        dynamoDb.thenError(cancellation(
                Arrays.stream(codes).map(code -> Map.of("Code", code)).toArray(Map<?, ?>[]::new)));
    }

    private static Map<String, @Nullable Object> cancellation(Map<?, ?>... reasons) {
        return Map.of(
                "__type",
                "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "Message",
                "Transaction cancelled, please refer cancellation reasons for specific reasons",
                "CancellationReasons",
                List.of(reasons));
    }

    private List<Object> tokens() {
        List<Object> tokens = new ArrayList<>();
        dynamoDb.requests().forEach(request -> tokens.add(request.body().get("ClientRequestToken")));
        return tokens;
    }
}
