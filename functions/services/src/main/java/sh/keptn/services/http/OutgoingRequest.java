package sh.keptn.services.http;

import java.time.Duration;

/**
 * A POST.
 *
 * @param timeout for all of it, redirects and the answer's body too; the look-up of names is not interrupted
 */
public record OutgoingRequest(String url, String contentType, String body, Duration timeout) {}
