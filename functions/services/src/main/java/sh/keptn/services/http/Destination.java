package sh.keptn.services.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sh.keptn.services.http.OutgoingHttpException.Reason;

/**
 * Where a request goes: a URL that was found good, with the addresses that were found good. Only these are connected to.
 *
 * @param url without fragment
 * @param port the URL's, else its scheme's
 * @param addresses all that the host resolved to, at least one
 */
record Destination(URI url, String host, int port, List<InetAddress> addresses) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LAST_PORT = 65_535;

    /**
     * Checks a URL and resolves its host, once. A name with several addresses is refused if one of them is.
     *
     * @throws OutgoingHttpException REFUSED or UNKNOWN_HOST
     */
    static Destination check(String text, Resolver resolver, AllowList allow) throws OutgoingHttpException {
        URI url = parse(text);
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(
                    scheme.isEmpty()
                            ? "the URL has no scheme, expected http or https"
                            : "the URL's scheme is `" + scheme + "`, expected http or https");
        }
        if (url.getRawUserInfo() != null) {
            throw refused("the URL has a user name or password before its host");
        }
        if (url.getHost() == null) {
            throw refused("the URL has no valid host");
        }
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        if (port < 1 || port > LAST_PORT) {
            throw refused("the URL's port is " + port);
        }
        String host = host(url);
        List<InetAddress> addresses = resolve(host, resolver);
        for (InetAddress address : addresses) {
            Optional<String> kind = SpecialAddresses.kindOf(address);
            if (kind.isPresent() && !allow.names(host, port, address)) {
                throw refused("`" + host + "` is at " + address.getHostAddress() + ", which is " + kind.get()
                        + "; the task service's `allow` does not name it");
            }
        }
        return new Destination(url, host, port, addresses);
    }

    /** The destination as messages name it. */
    String origin() {
        return url.getScheme().toLowerCase(Locale.ROOT) + "://" + url.getRawAuthority();
    }

    /** Whether scheme, host and port are the same. */
    boolean isOriginOf(Destination other) {
        return url.getScheme().equalsIgnoreCase(other.url.getScheme()) && host.equals(other.host) && port == other.port;
    }

    private static URI parse(String text) throws OutgoingHttpException {
        try {
            int fragment = text.indexOf('#');
            return new URI(new URI(fragment < 0 ? text : text.substring(0, fragment)).toASCIIString());
        } catch (URISyntaxException e) {
            // Its message would repeat the URL; its index is not the same in all JDKs.
            throw refused("the URL is malformed: " + e.getReason());
        }
    }

    private static String host(URI url) throws OutgoingHttpException {
        String host = url.getHost();
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        if (IpAddresses.isAmbiguous(host)) {
            throw refused("`" + host + "` is an address in an unusual spelling, expected four decimal numbers");
        }
        return IpAddresses.normalize(host);
    }

    private static List<InetAddress> resolve(String host, Resolver resolver) throws OutgoingHttpException {
        if (host.indexOf('%') >= 0) {
            throw refused("`" + host + "` is an address with a zone");
        }
        Optional<InetAddress> literal = IpAddresses.parse(host);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        try {
            List<InetAddress> addresses = List.copyOf(resolver.resolve(host));
            if (!addresses.isEmpty()) {
                return addresses;
            }
        } catch (UnknownHostException e) {
            // Said below, without what the system adds to it.
        }
        throw new OutgoingHttpException(Reason.UNKNOWN_HOST, "the host `" + host + "` has no address");
    }

    private static OutgoingHttpException refused(String why) {
        return new OutgoingHttpException(Reason.REFUSED, "refused: " + why);
    }
}
