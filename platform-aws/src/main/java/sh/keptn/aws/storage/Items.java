package sh.keptn.aws.storage;

import static sh.keptn.aws.storage.TableDesign.BODY;
import static sh.keptn.aws.storage.TableDesign.BODY_AT;
import static sh.keptn.aws.storage.TableDesign.DUE;
import static sh.keptn.aws.storage.TableDesign.DUE_SHARD;
import static sh.keptn.aws.storage.TableDesign.EXPIRES;
import static sh.keptn.aws.storage.TableDesign.PARTITION;
import static sh.keptn.aws.storage.TableDesign.SORT;
import static sh.keptn.aws.storage.TableDesign.VERSION;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of the store as attributes of the table. */
final class Items {

    private Items() {}

    static Map<String, AttributeValue> key(Key key) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        attributes.put(PARTITION, AttributeValue.fromS(key.partition()));
        attributes.put(SORT, AttributeValue.fromS(key.sort()));
        return attributes;
    }

    /** @param bodyAt name of the object with the body, null where the item holds it */
    static Map<String, AttributeValue> of(Write.Put put, @Nullable String bodyAt) {
        Map<String, AttributeValue> attributes = key(put.key());
        attributes.put(VERSION, AttributeValue.fromN(Long.toString(put.expectedVersion() + 1)));
        if (bodyAt == null) {
            attributes.put(BODY, AttributeValue.fromS(put.body()));
        } else {
            attributes.put(BODY_AT, AttributeValue.fromS(bodyAt));
        }
        Instant due = put.due();
        if (due != null) {
            attributes.put(DUE, AttributeValue.fromN(TableDesign.dueNumber(due)));
            attributes.put(
                    DUE_SHARD,
                    AttributeValue.fromS(TableDesign.dueShard(put.key().partition())));
        }
        Instant expires = put.expires();
        // DynamoDB removes the item only: its object would stay, and nobody would know of it.
        if (expires != null && bodyAt == null) {
            attributes.put(EXPIRES, AttributeValue.fromN(Long.toString(expires.getEpochSecond())));
        }
        return attributes;
    }

    static Key key(Map<String, AttributeValue> attributes) {
        return new Key(text(attributes, PARTITION), text(attributes, SORT));
    }

    static Item item(Map<String, AttributeValue> attributes, String body) {
        return new Item(key(attributes), version(attributes), due(attributes), body);
    }

    static long version(Map<String, AttributeValue> attributes) {
        AttributeValue version = attributes.get(VERSION);
        return version == null ? 0 : Long.parseLong(version.n());
    }

    static @Nullable Instant due(Map<String, AttributeValue> attributes) {
        AttributeValue due = attributes.get(DUE);
        return due == null ? null : TableDesign.dueInstant(due.n());
    }

    static @Nullable String bodyAt(Map<String, AttributeValue> attributes) {
        AttributeValue at = attributes.get(BODY_AT);
        return at == null ? null : at.s();
    }

    static String body(Map<String, AttributeValue> attributes) {
        return text(attributes, BODY);
    }

    private static String text(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalStateException("item without `" + name + "`: " + attributes.keySet());
        }
        return value.s();
    }
}
