package sh.keptn.standalone.awsapi.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, and where the next one begins.
 *
 * @param next token for the rest, null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * A part of a list that is there as a whole.
     *
     * @param token of the part before, null for the first one
     * @param what the token belongs to: it is refused elsewhere
     * @param error thrown for a token that is none
     */
    public static <T> Page<T> of(List<T> all, int limit, @Nullable String token, String what, AwsError error) {
        int from = (int) Math.min(all.size(), place(token, what, 0, error));
        int to = Math.min(all.size(), from + limit);
        return new Page<>(all.subList(from, to), to < all.size() ? token(what, to) : null);
    }

    /** The token for what comes after a place. */
    public static String token(String what, long place) {
        String text = what + " " + place;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The place that a token names. */
    public static long place(@Nullable String token, String what, long first, AwsError error) {
        if (token == null) {
            return first;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String start = what + " ";
            if (text.startsWith(start)) {
                return Long.parseLong(text.substring(start.length()));
            }
        } catch (IllegalArgumentException e) {
            // No token, as one of another list.
        }
        throw error;
    }
}
