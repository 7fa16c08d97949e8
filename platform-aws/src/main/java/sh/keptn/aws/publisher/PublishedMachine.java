package sh.keptn.aws.publisher;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * What is known of a state machine that was published.
 *
 * @param hash of the newest version, null if there is none
 * @param reference ARN of the newest version, null if there is none
 * @param pending hash of a version that may have been published without anybody having noted it, null if there is none
 */
record PublishedMachine(
        String name,
        @Nullable String hash,
        @Nullable String reference,
        @Nullable String pending) {

    static PublishedMachine unknown(String name) {
        return new PublishedMachine(name, null, null, null);
    }

    PublishedMachine withPending(String wanted) {
        return new PublishedMachine(name, hash, reference, wanted);
    }

    PublishedMachine published(String wanted, String version) {
        return new PublishedMachine(name, wanted, version, null);
    }

    String encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("hash", hash);
        json.put("reference", reference);
        json.put("pending", pending);
        return Json.write(json);
    }

    static PublishedMachine decode(String body) {
        Map<String, @Nullable Object> json = Json.parseObject(body);
        return new PublishedMachine(
                String.valueOf(json.get("name")),
                Json.text(json, "hash"),
                Json.text(json, "reference"),
                Json.text(json, "pending"));
    }
}
