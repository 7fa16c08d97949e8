package sh.keptn.services.http;

/**
 * What came back.
 *
 * @param origin who answered, as scheme, host and port; after redirects not whom was asked first
 * @param body as UTF-8 with replacement, at most {@value #BODY_LIMIT} bytes of it
 * @param cut whether there was more
 */
public record IncomingResponse(String origin, int status, String body, boolean cut) {

    /** How many bytes of a body are read. */
    public static final int BODY_LIMIT = 64 * 1024;
}
