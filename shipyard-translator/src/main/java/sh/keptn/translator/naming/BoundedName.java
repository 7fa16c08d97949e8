package sh.keptn.translator.naming;

/** Cuts names to a limit and keeps them apart by a hash. */
public final class BoundedName {

    private static final int HASH_WITH_HYPHEN = 9;

    private BoundedName() {}

    /** The name cut so that {@code -} and the first 8 hex digits of the hash of {@code identity} fit behind it. */
    public static String hashed(String name, String identity, int limit) {
        int room = limit - HASH_WITH_HYPHEN;
        return cut(name, room) + "-" + Sha256.shortHex(identity);
    }

    /** The name if it fits, else {@link #hashed} by itself. */
    public static String fit(String name, int limit) {
        return name.length() <= limit ? name : hashed(name, name, limit);
    }

    /** At most so many characters, never half of a surrogate pair. */
    private static String cut(String name, int length) {
        if (name.length() <= length) {
            return name;
        }
        return name.substring(0, Character.isHighSurrogate(name.charAt(length - 1)) ? length - 1 : length);
    }
}
