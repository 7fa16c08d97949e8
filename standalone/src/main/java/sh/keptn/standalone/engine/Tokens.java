package sh.keptn.standalone.engine;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Task tokens: 32 random bytes, then the execution they belong to, so that no table of tokens is needed. A token is valid
 * while its execution's stored state carries it.
 */
final class Tokens {

    private static final int RANDOM_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();

    String make(String execution) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return ENCODER.encodeToString(bytes) + "." + ENCODER.encodeToString(execution.getBytes(StandardCharsets.UTF_8));
    }

    /** The execution that a token names, null if it is no token. */
    static @Nullable String execution(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token.substring(dot + 1)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
