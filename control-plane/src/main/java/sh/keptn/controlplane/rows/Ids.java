package sh.keptn.controlplane.rows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids that are derived, not drawn: the same decision taken twice gives the same id (UUID version 5, RFC 9562, section 5.5). */
public final class Ids {

    private static final UUID NAMESPACE = UUID.fromString("6a3a5d9e-3f6b-5c1e-9a55-6b6570746e73");

    private Ids() {}

    /** The UUID of these parts in this order. */
    public static String of(String kind, String... parts) {
        StringBuilder name = new StringBuilder(kind);
        for (String part : parts) {
            name.append('\n').append(part.length()).append(':').append(part);
        }
        MessageDigest sha1 = sha1();
        sha1.update(bytes(NAMESPACE.getMostSignificantBits()));
        sha1.update(bytes(NAMESPACE.getLeastSignificantBits()));
        byte[] hash = sha1.digest(name.toString().getBytes(StandardCharsets.UTF_8));
        long high = (number(hash, 0) & ~0xF000L) | 0x5000L;
        long low = (number(hash, Long.BYTES) & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static byte[] bytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (value >>> (Long.SIZE - Byte.SIZE * (i + 1)));
        }
        return bytes;
    }

    private static long number(byte[] hash, int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (hash[offset + i] & 0xFF);
        }
        return value;
    }
}
