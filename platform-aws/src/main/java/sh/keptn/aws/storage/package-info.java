/**
 * The store on DynamoDB, in one table: {@link sh.keptn.aws.storage.TableDesign} names its attributes, {@code
 * docs/aws/storage.md} lists who reads and writes what. Uses DynamoDB and S3.
 */
@NullMarked
package sh.keptn.aws.storage;

import org.jspecify.annotations.NullMarked;
