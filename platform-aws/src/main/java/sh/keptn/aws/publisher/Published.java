package sh.keptn.aws.publisher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.CallFailedException;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.events.Json;

/** The rows that say what of a project is on AWS, or may be. They are written before AWS is asked for something. */
final class Published {

    private static final String MACHINE = "machine#";

    private final Store store;
    private final String partition;
    private final Map<Key, Long> versions = new LinkedHashMap<>();
    private final Map<String, PublishedMachine> machines = new LinkedHashMap<>();
    private final Map<String, String> rules = new LinkedHashMap<>();
    private String cleanedUpTo = "";

    Published(Store store, String project) {
        this.store = store;
        this.partition = "published#" + project;
        for (Item item : store.query(partition, "")) {
            versions.put(item.key(), item.version());
            if (item.key().sort().startsWith(MACHINE)) {
                PublishedMachine machine = PublishedMachine.decode(item.body());
                machines.put(machine.name(), machine);
            } else if (item.key().equals(rulesKey())) {
                item.json().forEach((name, hash) -> rules.put(name, String.valueOf(hash)));
            } else if (item.key().equals(cleanedKey())) {
                cleanedUpTo = String.valueOf(item.json().get("machine"));
            }
        }
    }

    /** In the order of their names. */
    List<PublishedMachine> machines() {
        return new ArrayList<>(machines.values());
    }

    PublishedMachine machine(String name) {
        return machines.getOrDefault(name, PublishedMachine.unknown(name));
    }

    void save(PublishedMachine machine) {
        write(machineKey(machine.name()), machine.encode());
        machines.put(machine.name(), machine);
    }

    void remove(PublishedMachine machine) {
        remove(machineKey(machine.name()));
        machines.remove(machine.name());
    }

    private Key machineKey(String name) {
        return new Key(partition, MACHINE + name);
    }

    /** Hash by name of each rule; empty where it may be there in any form. */
    Map<String, String> rules() {
        return new LinkedHashMap<>(rules);
    }

    void saveRules(Map<String, String> now) {
        if (now.isEmpty()) {
            remove(rulesKey());
        } else {
            Map<String, @Nullable Object> json = new LinkedHashMap<>(now);
            write(rulesKey(), Json.write(json));
        }
        rules.clear();
        rules.putAll(now);
    }

    private Key rulesKey() {
        return new Key(partition, "rules");
    }

    /** Up to which machine the unused versions have been deleted, in the order of {@link #machines}; empty: up to none. */
    String cleanedUpTo() {
        return cleanedUpTo;
    }

    void saveCleanedUpTo(String machine) {
        if (machine.isEmpty()) {
            remove(cleanedKey());
        } else {
            write(cleanedKey(), Json.write(Map.of("machine", machine)));
        }
        cleanedUpTo = machine;
    }

    private Key cleanedKey() {
        return new Key(partition, "cleaned");
    }

    /** Whether the deletion of the project has begun and not come to its end. */
    boolean isBeingDeleted() {
        return versions.containsKey(deletionKey());
    }

    void beginDeletion() {
        if (!isBeingDeleted()) {
            write(deletionKey(), "{}");
        }
    }

    void endDeletion() {
        remove(deletionKey());
    }

    private Key deletionKey() {
        return new Key(partition, "deletion");
    }

    private void write(Key key, String body) {
        long version = versions.getOrDefault(key, 0L);
        transact(new Write.Put(key, version, body, null));
        versions.put(key, version + 1);
    }

    private void remove(Key key) {
        long version = versions.getOrDefault(key, 0L);
        if (version > 0) {
            transact(new Write.Delete(key, version));
            versions.remove(key);
        }
    }

    private void transact(Write write) {
        if (!store.transact(List.of(write))) {
            throw new CallFailedException("somebody else publishes " + partition.substring("published#".length())
                    + " at the same time; try again");
        }
    }
}
