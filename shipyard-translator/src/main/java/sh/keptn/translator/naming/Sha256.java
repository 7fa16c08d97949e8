package sh.keptn.translator.naming;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts in UTF-8, as lower-case hex. */
public final class Sha256 {

    private static final int SHORT = 8;

    private Sha256() {}

    /** All 64 digits. */
    public static String hex(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The first 8 digits. */
    public static String shortHex(String text) {
        return hex(text).substring(0, SHORT);
    }
}
