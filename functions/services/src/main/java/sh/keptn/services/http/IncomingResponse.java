package sh.keptn.services.http;

import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param origin who answered, as scheme, host and port; after redirects not whom was asked first
 * @param retryAfter the header of that name as it came, null if there is none
 * @param encoding the header {@code Content-Encoding} as it came, null if there is none; nothing is decoded
 * @param body as UTF-8 with replacement, at most as much of it as the request takes
 * @param cut whether there was more
 */
public record IncomingResponse(
        String origin,
        int status,
        @Nullable String retryAfter,
        @Nullable String encoding,
        String body,
        boolean cut) {

    /** Whether the body is compressed, although no request asks for that. */
    public boolean isCompressed() {
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
    }
}
