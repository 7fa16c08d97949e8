package sh.keptn.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import sh.keptn.aws.storage.TableDesign;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * What must never be lost: one table with everything, and a bucket for items that are too large for it. Both stay when the
 * stack is deleted. Another table can be named, a restored one say, that is used in the place of the stack's; the stack keeps
 * its own, so that who forgets the setting finds what was there before, and not an empty table.
 */
final class Storage extends Construct {

    /** Old versions of objects, kept for as long as the table can be restored to a point in time. */
    private static final int RESTORABLE_DAYS = 35;

    private final ITable table;
    private final Bucket bucket;

    Storage(Construct scope, Settings settings) {
        super(scope, "Storage");
        Table own = Table.Builder.create(this, "Table")
                .partitionKey(text(TableDesign.PARTITION))
                .sortKey(text(TableDesign.SORT))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .timeToLiveAttribute(TableDesign.EXPIRES)
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        own.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                .indexName(TableDesign.DUE_INDEX)
                .partitionKey(text(TableDesign.DUE_SHARD))
                .sortKey(Attribute.builder()
                        .name(TableDesign.DUE)
                        .type(AttributeType.NUMBER)
                        .build())
                .projectionType(ProjectionType.KEYS_ONLY)
                .build());
        table = settings.table() == null ? own : Table.fromTableName(this, "NamedTable", settings.table());
        bucket = Bucket.Builder.create(this, "LargeItems")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .noncurrentVersionExpiration(Duration.days(RESTORABLE_DAYS))
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        NagSuppressions.addResourceSuppressions(
                bucket,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-S1")
                        .reason(
                                "Only the functions of this stack read and write it; access logs would be a second bucket"
                                        + " to keep, for data events that CloudTrail can record where an account wants them.")
                        .build()));
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    /** The one that is used. */
    ITable table() {
        return table;
    }

    Bucket bucket() {
        return bucket;
    }
}
