package sh.keptn.aws.storage;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Creates the table as an installation does. */
public final class TestTable {

    private TestTable() {}

    /** Creates the table and waits until it can be used. */
    public static void create(DynamoDbClient client, String name) {
        client.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key(TableDesign.PARTITION, KeyType.HASH), key(TableDesign.SORT, KeyType.RANGE))
                .attributeDefinitions(
                        attribute(TableDesign.PARTITION, ScalarAttributeType.S),
                        attribute(TableDesign.SORT, ScalarAttributeType.S),
                        attribute(TableDesign.DUE_SHARD, ScalarAttributeType.S),
                        attribute(TableDesign.DUE, ScalarAttributeType.N))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(TableDesign.DUE_INDEX)
                        .keySchema(key(TableDesign.DUE_SHARD, KeyType.HASH), key(TableDesign.DUE, KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
        client.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
