package sh.keptn.services.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import sh.keptn.services.http.OutgoingHttpException.Reason;

/**
 * Apache's client for one destination. It connects to the addresses that were checked and does nothing by itself: there are no
 * proxies, cookies, credentials, retries, redirects and compression.
 */
final class PinnedClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Destination to;
    private final CloseableHttpClient client;

    /**
     * @param longest how long anything may take
     * @param connections how many there may be at the same time; they are kept and used again
     */
    PinnedClient(Destination to, SSLContext tls, Duration longest, int connections) {
        this.to = to;
        this.client = client(to, tls, longest, connections);
    }

    /** Takes what is wanted of an answer. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ClassicHttpResponse response) throws IOException;
    }

    /**
     * Sends a request.
     *
     * @param deadline when it is given up together with what is read of its answer, as {@link System#nanoTime()}
     */
    <T> T send(HttpUriRequestBase request, long deadline, Reader<T> reader) throws OutgoingHttpException {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw timedOut();
        }
        request.setConfig(config(left));
        CompletableFuture<Boolean> timer = new CompletableFuture<>();
        CompletableFuture<Boolean> expired = timer.completeOnTimeout(true, left.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((late, failure) -> {
                    if (Boolean.TRUE.equals(late)) {
                        request.cancel();
                    }
                });
        HttpHost host = new HttpHost(to.url().getScheme().toLowerCase(Locale.ROOT), to.host(), to.port());
        try {
            return reader.read(client.executeOpen(host, request, null));
        } catch (IOException e) {
            boolean silent = e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException);
            throw silent || Boolean.TRUE.equals(expired.getNow(false)) || deadline - System.nanoTime() <= 0
                    ? timedOut()
                    : failed(e);
        } finally {
            timer.complete(false);
        }
    }

    /** Drops all connections, without reading what is left of answers: that may be endless. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private static CloseableHttpClient client(Destination to, SSLContext tls, Duration longest, int connections) {
        Timeout connect = timeout(longest.compareTo(CONNECT_TIMEOUT) < 0 ? longest : CONNECT_TIMEOUT);
        HttpClientConnectionManager manager = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Pinned(to))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(timeout(longest)).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(timeout(longest))
                        .build())
                .setMaxConnPerRoute(connections)
                .setMaxConnTotal(connections)
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(manager)
                .setUserAgent("keptn-serverless")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static RequestConfig config(Duration left) {
        return RequestConfig.custom()
                .setResponseTimeout(timeout(left))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private OutgoingHttpException timedOut() {
        return new OutgoingHttpException(Reason.TIMEOUT, to.origin() + " did not answer in time");
    }

    private OutgoingHttpException failed(IOException failure) {
        if (failure instanceof SSLException) {
            return new OutgoingHttpException(
                    Reason.UNREACHABLE, "no secure connection to " + to.origin() + ": " + failure.getMessage());
        }
        if (failure instanceof ConnectException || failure instanceof InterruptedIOException) {
            boolean refused = String.valueOf(failure.getMessage()).contains("refused");
            return new OutgoingHttpException(
                    Reason.UNREACHABLE,
                    "no connection to " + to.origin() + (refused ? ": connection refused" : ": no answer"));
        }
        return new OutgoingHttpException(
                Reason.BROKEN, "the connection to " + to.origin() + " broke: " + failure.getMessage());
    }

    /** Zero would mean without end. */
    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
    }

    /** Knows the addresses of one host and asks nobody. */
    private record Pinned(Destination destination) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (!host.equals(destination.host())) {
                throw new UnknownHostException(host);
            }
            return destination.addresses().toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
