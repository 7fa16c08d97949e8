package sh.keptn.services.http;

import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param origin who answered, as scheme, host and port; after redirects not whom was asked first
 * @param retryAfter the header of that name as it came, null if there is none
 * @param body as UTF-8 with replacement, at most as much of it as the request takes
 * @param cut whether there was more
 */
public record IncomingResponse(
        String origin, int status, @Nullable String retryAfter, String body, boolean cut) {}
