package sh.keptn.infra.flows;

import java.util.List;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.aws.storage.S3Bodies;
import sh.keptn.controlplane.ports.Store;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The table of an installation, and its bucket for what is too large for a row. */
final class Storage {

    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final CleanUp cleanUp;

    private Storage(DynamoDbClient dynamoDb, S3Client s3, CleanUp cleanUp) {
        this.dynamoDb = dynamoDb;
        this.s3 = s3;
        this.cleanUp = cleanUp;
    }

    /** Makes both, and returns what is kept in them. */
    static Store make(Clients clients, ResolvedTemplate template, CleanUp cleanUp) {
        Storage storage = new Storage(clients.dynamoDb(), clients.s3(), cleanUp);
        ResolvedTemplate.Resource table = template.only("AWS::DynamoDB::Table");
        ResolvedTemplate.Resource bucket = template.only("AWS::S3::Bucket");
        storage.createTable(table.name(), table.properties());
        storage.createBucket(bucket.name());
        return new DynamoDbStore(storage.dynamoDb, table.name(), new S3Bodies(storage.s3, bucket.name()));
    }

    private void createTable(String name, ResourceProperties table) {
        dynamoDb.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.fromValue(table.text("BillingMode")))
                .keySchema(keys(table))
                .attributeDefinitions(table.objects("AttributeDefinitions")
                        .map(each -> AttributeDefinition.builder()
                                .attributeName(each.text("AttributeName"))
                                .attributeType(each.text("AttributeType"))
                                .build())
                        .toList())
                .globalSecondaryIndexes(table.objects("GlobalSecondaryIndexes")
                        .map(index -> GlobalSecondaryIndex.builder()
                                .indexName(index.text("IndexName"))
                                .keySchema(keys(index))
                                .projection(projection -> projection.projectionType(
                                        index.object("Projection").text("ProjectionType")))
                                .build())
                        .toList()));
        cleanUp.add("table " + name, () -> dynamoDb.deleteTable(request -> request.tableName(name)));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    private static List<KeySchemaElement> keys(ResourceProperties of) {
        return of.objects("KeySchema")
                .map(key -> KeySchemaElement.builder()
                        .attributeName(key.text("AttributeName"))
                        .keyType(key.text("KeyType"))
                        .build())
                .toList();
    }

    private void createBucket(String name) {
        s3.createBucket(request ->
                request.bucket(name).createBucketConfiguration(where -> where.locationConstraint(Account.REGION.id())));
        cleanUp.add("bucket " + name, () -> deleteBucket(name));
        s3.waiter().waitUntilBucketExists(request -> request.bucket(name));
    }

    private void deleteBucket(String name) {
        s3.listObjectsV2Paginator(request -> request.bucket(name)).contents().stream()
                .map(S3Object::key)
                .toList()
                .forEach(key -> s3.deleteObject(request -> request.bucket(name).key(key)));
        s3.deleteBucket(request -> request.bucket(name));
    }
}
