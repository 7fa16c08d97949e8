package sh.keptn.services.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;
import sh.keptn.services.http.OutgoingHttpException.Reason;

/**
 * Connections to one host that are kept and used again, for many requests of many threads. It may be called under the same rules as
 * by {@link GuardedHttpClient}; its name is resolved and its addresses are checked once, at the beginning, and all requests go to
 * these. Redirects are answers like others.
 */
public final class GuardedConnections implements AutoCloseable {

    /** How many bytes of a body are kept. */
    private static final int BODY_LIMIT = 64 * 1024;

    private final Destination destination;
    private final PinnedClient client;

    private GuardedConnections(Destination destination, PinnedClient client) {
        this.destination = destination;
        this.client = client;
    }

    /**
     * Checks where the requests are to go; connects when the first one is sent.
     *
     * @param url any one of the host
     * @param longest how long the longest request may take
     * @param connections how many there may be at the same time
     * @throws OutgoingHttpException if the host may not be called or has no address
     */
    public static GuardedConnections open(
            String url, AllowList allow, Resolver resolver, Duration longest, int connections)
            throws OutgoingHttpException {
        Destination destination = Destination.check(url, resolver, allow);
        return new GuardedConnections(
                destination, new PinnedClient(destination, SSLContexts.createSystemDefault(), longest, connections));
    }

    /**
     * A request.
     *
     * @param headers beside those of HTTP itself
     * @param body null for none
     * @param timeout for all of it, the answer's body too
     */
    public record Request(
            String method,
            URI url,
            Map<String, String> headers,
            @Nullable String body,
            Duration timeout) {

        public Request {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * Sends a request and reads the whole answer, of which the first {@value #BODY_LIMIT} bytes are kept.
     *
     * @throws OutgoingHttpException if there is no answer; any status code is one
     */
    public IncomingResponse send(Request request) throws OutgoingHttpException {
        URI url = request.url();
        if (!Objects.equals(url.getRawAuthority(), destination.url().getRawAuthority())
                || !url.getScheme().equalsIgnoreCase(destination.url().getScheme())) {
            throw new OutgoingHttpException(
                    Reason.REFUSED, "refused: the URL leads elsewhere than to " + destination.origin());
        }
        HttpUriRequestBase outgoing = new HttpUriRequestBase(request.method(), url);
        request.headers().forEach(outgoing::setHeader);
        if (request.body() != null) {
            // The type is among the headers, or unknown.
            outgoing.setEntity(new ByteArrayEntity(request.body().getBytes(StandardCharsets.UTF_8), null));
        }
        return client.send(outgoing, System.nanoTime() + request.timeout().toNanos(), this::read);
    }

    private IncomingResponse read(ClassicHttpResponse response) throws IOException {
        try (ClassicHttpResponse closing = response) {
            byte[] body = new byte[0];
            boolean cut = false;
            if (closing.getEntity() != null) {
                InputStream in = closing.getEntity().getContent();
                body = in.readNBytes(BODY_LIMIT);
                cut = in.transferTo(OutputStream.nullOutputStream()) > 0;
            }
            return new IncomingResponse(
                    destination.origin(), closing.getCode(), null, null, new String(body, StandardCharsets.UTF_8), cut);
        }
    }

    /** Drops all connections; requests that are under way fail. */
    @Override
    public void close() {
        client.close();
    }
}
