package sh.keptn.api.access;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.translator.naming.Sha256;

/**
 * The tokens of one secret: {@code {"tokens": [{"name": "ci", "token": "...", "permissions": [{"verbs": ["trigger"], "projects":
 * ["carts"], "stages": ["dev"], "taskServices": ["jmeter"]}]}], "bootstrap": "..."}}. A permission names its verbs and projects,
 * {@code "*"} for all; stages and task services may be left out. {@code bootstrap} is the token that an installation was made
 * with and may do everything. Two tokens may have the same name: the old one and the new one while they are changed.
 */
final class Tokens {

    private static final String BOOTSTRAP = "bootstrap";
    private static final List<String> KEYS = List.of("tokens", BOOTSTRAP);
    private static final List<String> KEYS_OF_TOKEN = List.of("name", "token", "permissions");
    private static final List<String> KEYS_OF_PERMISSION = List.of("verbs", "projects", "stages", "taskServices");
    private static final int SHORTEST = 20;
    private static final Pattern NAME = Pattern.compile("(?!keptn\\.)[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The tokens by the hashes of their texts, at the same places. */
    private final List<byte[]> hashes = new ArrayList<>();

    private final List<Token> tokens = new ArrayList<>();

    private Tokens() {}

    /**
     * Reads a secret.
     *
     * @throws IllegalStateException if it is malformed; the message says where and holds nothing of it
     */
    static Tokens parse(String secret) {
        Map<String, @Nullable Object> json;
        try {
            json = Json.parseObject(secret);
        } catch (JsonException e) {
            // Its message may quote the secret.
            throw new IllegalStateException("the secret of the API's tokens is no JSON object");
        }
        Tokens tokens = new Tokens();
        requireOnly(json, KEYS, "the object");
        String bootstrap = Json.text(json, BOOTSTRAP);
        if (bootstrap != null) {
            tokens.add(bootstrap, new Token(BOOTSTRAP, List.of(Permission.everything())), BOOTSTRAP);
        }
        int index = 0;
        for (Map<String, @Nullable Object> each : objects(json, "tokens", "tokens")) {
            String where = "tokens[" + index++ + "]";
            tokens.add(text(each, "token", where), token(each, where), where);
        }
        return tokens;
    }

    /** Who presents a text; how long it takes does not depend on how near the text is to a token. */
    Optional<Token> find(String presented) {
        byte[] hash = Sha256.of(presented);
        Token found = null;
        for (int i = 0; i < hashes.size(); i++) {
            if (MessageDigest.isEqual(hashes.get(i), hash)) {
                found = tokens.get(i);
            }
        }
        return Optional.ofNullable(found);
    }

    private void add(String text, Token token, String where) {
        if (text.length() < SHORTEST) {
            throw malformed(where, "a token has at least " + SHORTEST + " characters");
        }
        hashes.add(Sha256.of(text));
        tokens.add(token);
    }

    private static Token token(Map<String, @Nullable Object> json, String where) {
        requireOnly(json, KEYS_OF_TOKEN, where);
        String name = text(json, "name", where);
        if (!NAME.matcher(name).matches()) {
            throw malformed(
                    where + ".name", "at most 64 letters, digits, dots, dashes and underscores, not `keptn.` first");
        }
        List<Permission> permissions = new ArrayList<>();
        int index = 0;
        for (Map<String, @Nullable Object> each : objects(json, "permissions", where + ".permissions")) {
            permissions.add(permission(each, where + ".permissions[" + index++ + "]"));
        }
        return new Token(name, permissions);
    }

    private static Permission permission(Map<String, @Nullable Object> json, String where) {
        requireOnly(json, KEYS_OF_PERMISSION, where);
        Set<Verb> verbs = new LinkedHashSet<>();
        for (String word : required(json, "verbs", where)) {
            verbs.addAll(
                    word.equals(Permission.ALL)
                            ? Set.of(Verb.values())
                            : Set.of(Verb.of(word)
                                    .orElseThrow(() -> malformed(where + ".verbs", "trigger, answer, link or *"))));
        }
        return new Permission(
                verbs,
                required(json, "projects", where),
                texts(json, "stages", where),
                texts(json, "taskServices", where));
    }

    private static Set<String> required(Map<String, @Nullable Object> json, String key, String where) {
        Set<String> texts = texts(json, key, where);
        if (texts == null) {
            throw malformed(where + "." + key, "a list of texts; a permission without it allows nothing");
        }
        return texts;
    }

    private static @Nullable Set<String> texts(Map<String, @Nullable Object> json, String key, String where) {
        if (!json.containsKey(key)) {
            return null;
        }
        if (!(json.get(key) instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw malformed(where + "." + key, "a list of texts");
        }
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add((String) text));
        return texts;
    }

    /** A misspelled restriction would be none. */
    private static void requireOnly(Map<String, @Nullable Object> json, List<String> keys, String where) {
        if (!keys.containsAll(json.keySet())) {
            throw malformed(where, "no keys but " + String.join(", ", keys));
        }
    }

    private static String text(Map<String, @Nullable Object> json, String key, String where) {
        String text = Json.text(json, key);
        if (text == null) {
            throw malformed(where + "." + key, "a text");
        }
        return text;
    }

    private static List<Map<String, @Nullable Object>> objects(
            Map<String, @Nullable Object> json, String key, String where) {
        Object value = json.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(Map.class::isInstance)) {
            throw malformed(where, "a list of objects");
        }
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        list.forEach(object -> objects.add(Json.object((Map<?, ?>) object)));
        return objects;
    }

    private static IllegalStateException malformed(String where, String expected) {
        return new IllegalStateException("the secret of the API's tokens: " + where + ": expected " + expected);
    }
}
