package sh.keptn.controlplane.links;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.events.Json;
import sh.keptn.translator.naming.Sha256;

/**
 * Makes links and finds them again. The id of a link is drawn at random and known to nobody but its bearer: the store has its
 * SHA-256 only. Whether a link was used is not kept here; its task has been answered then, and takes no other answer. All rows
 * lie in partitions that begin with {@value #PARTITION_PREFIX}.
 */
public final class Links {

    /** The start of all partitions. */
    public static final String PARTITION_PREFIX = "link#";

    /** Where links are in the HTTP API, up to their ids. */
    public static final String PATH = "/api/links/";

    private static final int ID_BYTES = 32;

    /** No execution lasts longer (Step Functions quotas: one year), and no task without one. */
    private static final Duration LONGEST_TASK = Duration.ofDays(366);

    /** How long whoever uses a link that is over is told so. */
    private static final Duration KNOWN = Duration.ofDays(30);

    private final Store store;

    public Links(Store store) {
        this.store = store;
    }

    /**
     * Makes a link; returns its id, 43 characters that can stand in a path. It is durable when the call returns, and kept until
     * it is of no use.
     */
    public String make(Link link, Instant now) {
        // Drawn anew each time: a generator must not outlive a snapshot that many processes are started from.
        byte[] random = new byte[ID_BYTES];
        new SecureRandom().nextBytes(random);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Instant end = now.plus(LONGEST_TASK);
        if (link.expires() != null && link.expires().isBefore(end)) {
            end = link.expires();
        }
        Write row = new Write.Put(key(id), 0, Json.write(encode(link)), null, end.plus(KNOWN));
        if (!store.transact(List.of(row))) {
            throw new IllegalStateException("256 random bits were drawn twice");
        }
        return id;
    }

    /** What the link of an id stands for, empty if there is none. */
    public Optional<Link> find(String id) {
        return store.get(key(id)).map(Item::body).map(Json::parseObject).map(Links::decode);
    }

    private static Key key(String id) {
        return new Key(PARTITION_PREFIX + Sha256.hex(id), "link");
    }

    private static Map<String, @Nullable Object> encode(Link link) {
        Instant expires = link.expires();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verb", link.verb().word());
        json.put("triggeredId", link.triggeredId());
        json.put("taskService", link.taskService());
        json.put("expires", expires == null ? null : expires.toString());
        return json;
    }

    private static Link decode(Map<String, @Nullable Object> json) {
        String expires = Json.text(json, "expires");
        return new Link(
                Link.Verb.of(String.valueOf(json.get("verb"))).orElseThrow(),
                String.valueOf(json.get("triggeredId")),
                Json.text(json, "taskService"),
                expires == null ? null : Instant.parse(expires));
    }
}
