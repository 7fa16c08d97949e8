package sh.keptn.services.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;
import sh.keptn.services.http.OutgoingHttpException.Reason;

/**
 * Sends requests on behalf of a user, and only to where a user may send them: http and https, public addresses, and what the
 * {@link AllowList} names. A name is resolved once, all its addresses are checked, and the connection goes to these addresses
 * while the name stays in the Host header, in SNI and in the check of the certificate. Each redirect is checked in the same
 * way. There are no proxies, cookies, retries or compression; every request has its own connection.
 */
public final class GuardedHttpClient {

    private static final int REDIRECTS = 5;
    private static final Set<Integer> REPEATING_REDIRECTS = Set.of(301, 302, 307, 308);
    private static final int SEE_OTHER = 303;

    private final AllowList allow;
    private final Resolver resolver;
    private final SSLContext tls;

    public GuardedHttpClient(AllowList allow, Resolver resolver) {
        this(allow, resolver, SSLContexts.createSystemDefault());
    }

    GuardedHttpClient(AllowList allow, Resolver resolver, SSLContext tls) {
        this.allow = allow;
        this.resolver = resolver;
        this.tls = tls;
    }

    /**
     * Sends a request, and follows up to five redirects. After 301, 302, 307 and 308 the same is sent again, as an event that
     * silently became a GET would be lost; after 303 the answer is fetched by GET. From https to http is refused. The request's
     * headers are for whom they were meant: another scheme, host or port gets none of them, nor does what comes after it.
     *
     * @throws OutgoingHttpException if there is no answer; any status code is one
     */
    public IncomingResponse send(OutgoingRequest request) throws OutgoingHttpException {
        long deadline = System.nanoTime() + request.timeout().toNanos();
        Destination destination = Destination.check(request.url(), resolver, allow);
        OutgoingRequest next = request;
        for (int redirects = 0; ; redirects++) {
            Step step = send(destination, next, deadline);
            if (step.location() == null) {
                return step.response();
            }
            if (redirects == REDIRECTS) {
                throw new OutgoingHttpException(
                        Reason.REFUSED,
                        "refused: more than " + REDIRECTS + " redirects, the last from " + destination.origin());
            }
            Destination from = destination;
            destination = redirect(from, step.location());
            if (step.response().status() == SEE_OTHER) {
                next = next.asGet();
            }
            if (!destination.isOriginOf(from)) {
                next = next.withoutHeaders();
            }
        }
    }

    private Destination redirect(Destination from, String location) throws OutgoingHttpException {
        Destination to;
        try {
            to = Destination.check(from.url().resolve(new URI(location)).toString(), resolver, allow);
        } catch (URISyntaxException e) {
            throw new OutgoingHttpException(
                    Reason.REFUSED, "refused: " + from.origin() + " redirects to a malformed URL");
        } catch (OutgoingHttpException e) {
            throw new OutgoingHttpException(e.reason(), from.origin() + " redirects: " + e.getMessage());
        }
        if (isHttps(from) && !isHttps(to)) {
            throw new OutgoingHttpException(
                    Reason.REFUSED, "refused: " + from.origin() + " redirects from https to http");
        }
        return to;
    }

    private static boolean isHttps(Destination destination) {
        return destination.origin().startsWith("https:");
    }

    /** An answer, and where it redirects to. */
    private record Step(IncomingResponse response, @Nullable String location) {}

    private Step send(Destination to, OutgoingRequest outgoing, long deadline) throws OutgoingHttpException {
        HttpUriRequestBase request = new HttpUriRequestBase(outgoing.method(), to.url());
        outgoing.headers().forEach(request::setHeader);
        if (!outgoing.contentType().isEmpty()) {
            request.setEntity(new StringEntity(
                    outgoing.body(), ContentType.create(outgoing.contentType(), StandardCharsets.UTF_8)));
        }
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        try (PinnedClient client = new PinnedClient(to, tls, left, 1)) {
            return client.send(request, deadline, response -> step(to, response, outgoing.answerLimit()));
        }
    }

    private static Step step(Destination to, ClassicHttpResponse response, int limit) throws IOException {
        byte[] body = new byte[0];
        if (response.getEntity() != null) {
            InputStream in = response.getEntity().getContent();
            body = in.readNBytes(limit + 1);
        }
        boolean cut = body.length > limit;
        String text = new String(body, 0, Math.min(body.length, limit), StandardCharsets.UTF_8);
        int status = response.getCode();
        boolean redirect = REPEATING_REDIRECTS.contains(status) || status == SEE_OTHER;
        return new Step(
                new IncomingResponse(
                        to.origin(),
                        status,
                        header(response, HttpHeaders.RETRY_AFTER),
                        header(response, HttpHeaders.CONTENT_ENCODING),
                        text,
                        cut),
                redirect ? header(response, HttpHeaders.LOCATION) : null);
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
