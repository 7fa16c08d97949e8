package sh.keptn.controlplane.configuration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.events.Json;
import sh.keptn.translator.naming.Sha256;

/**
 * The files of projects. All files of a project together are a version, which never changes; which one is the newest changes by
 * one write, after everything that it needs is there. A file that several versions share is stored once.
 *
 * <p>Paths are relative, with {@code /}: {@code shipyard.yaml}, {@code uniform.yaml}, and resources as {@code <uri>}, {@code
 * <stage>/<uri>} or {@code <stage>/<service>/<uri>}.
 */
public final class Configurations {

    /** Path of the shipyard. */
    public static final String SHIPYARD = "shipyard.yaml";

    /** Path of the uniform. */
    public static final String UNIFORM = "uniform.yaml";

    private static final int VERSION_LENGTH = 40;
    private static final String FILE = "file#";
    private static final String VERSION = "version#";
    private static final String NEWEST = "newest";

    private final Store store;

    public Configurations(Store store) {
        this.store = store;
    }

    /**
     * Stores all files of a project as its newest version. The same files again are the same version.
     *
     * @param files content by path
     * @return the version, in hex as a Git commit is named
     * @throws IllegalArgumentException if a path leads out of the project
     */
    public String put(String project, Map<String, byte[]> files) {
        String body = body(files);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            putIfAbsent(key(project, FILE + Sha256.hex(file.getValue())), encode(file.getValue()));
        }
        String version = version(body);
        putIfAbsent(key(project, VERSION + version), body);
        makeNewest(project, Json.write(Map.of("version", version)));
        return version;
    }

    /** The version that files have once they are stored, see {@link #put}. */
    public static String versionOf(Map<String, byte[]> files) {
        return version(body(files));
    }

    private static String body(Map<String, byte[]> files) {
        Map<String, @Nullable Object> hashes = new TreeMap<>();
        files.forEach((path, content) -> hashes.put(checked(path), Sha256.hex(content)));
        return Json.write(hashes);
    }

    private static String version(String body) {
        return Sha256.hex(body).substring(0, VERSION_LENGTH);
    }

    private void putIfAbsent(Key key, String body) {
        if (store.get(key).isEmpty()) {
            // Where somebody else was faster it is the same: the key is the hash of the content.
            store.transact(List.of(new Write.Put(key, 0, body, null)));
        }
    }

    private void makeNewest(String project, String body) {
        boolean stored = false;
        while (!stored) {
            Optional<Item> current = store.get(key(project, NEWEST));
            stored = current.filter(item -> item.body().equals(body)).isPresent()
                    || store.transact(List.of(new Write.Put(
                            key(project, NEWEST), current.map(Item::version).orElse(0L), body, null)));
        }
    }

    /** The newest version, empty if the project has no files. */
    public Optional<String> newest(String project) {
        return store.get(key(project, NEWEST))
                .map(item -> String.valueOf(item.json().get("version")));
    }

    /** The paths of a version in order; empty if there is no such version. */
    public List<String> paths(String project, String version) {
        return List.copyOf(hashes(project, version).keySet());
    }

    /** A file of a version. */
    public Optional<byte[]> file(String project, String version, String path) {
        return Optional.ofNullable(Json.text(hashes(project, version), path))
                .flatMap(hash -> store.get(key(project, FILE + hash)))
                .map(item -> decode(item.body()));
    }

    /** All files of a version by their paths. */
    public Map<String, byte[]> files(String project, String version) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String path : paths(project, version)) {
            file(project, version, path).ifPresent(content -> files.put(path, content));
        }
        return files;
    }

    /** A resource: the service's own, else the stage's, else the project's (Keptn's resource service). */
    public Optional<byte[]> resource(String project, String version, String stage, String service, String uri) {
        Map<String, @Nullable Object> hashes = hashes(project, version);
        return Stream.of(stage + "/" + service + "/" + uri, stage + "/" + uri, uri)
                .filter(hashes::containsKey)
                .findFirst()
                .flatMap(path -> file(project, version, path));
    }

    /** Removes all files of a project. */
    public void forget(String project) {
        List<Item> rows = new ArrayList<>();
        // The newest first: what is half removed is nobody's version.
        for (String prefix : List.of(NEWEST, VERSION, FILE)) {
            rows.addAll(store.query(partition(project), prefix));
        }
        rows.forEach(item -> store.transact(List.of(new Write.Delete(item.key(), item.version()))));
    }

    private Map<String, @Nullable Object> hashes(String project, String version) {
        return store.get(key(project, VERSION + version)).map(Item::json).orElse(Map.of());
    }

    private static Key key(String project, String sort) {
        return new Key(partition(project), sort);
    }

    private static String partition(String project) {
        return "configuration#" + project;
    }

    private static String checked(String path) {
        boolean leadsOut = Stream.of(path.split("/", -1))
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals("..") || part.contains("\\"));
        if (leadsOut) {
            throw new IllegalArgumentException(
                    "`" + path + "` is no path of a file in a project; give one such as `dev/carts/slo.yaml`");
        }
        return path;
    }

    /** Text as it is, what is no text in base64. */
    private static String encode(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return Json.write(Map.of("text", text));
        } catch (CharacterCodingException e) {
            return Json.write(Map.of("base64", Base64.getEncoder().encodeToString(content)));
        }
    }

    private static byte[] decode(String body) {
        Map<String, @Nullable Object> json = Json.parseObject(body);
        String text = Json.text(json, "text");
        return text == null
                ? Base64.getDecoder().decode(String.valueOf(json.get("base64")))
                : text.getBytes(StandardCharsets.UTF_8);
    }
}
