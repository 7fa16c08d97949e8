package sh.keptn.services.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be called besides public addresses. An entry is a host as it stands in the URL, at whatever address ({@code
 * jenkins.corp}), an address ({@code 10.1.2.3}, {@code [fd00::1]}), either of them with a port ({@code localhost:8080}), or a
 * range of addresses ({@code 10.0.0.0/8}). Addresses and ranges are compared with what a name resolves to.
 */
public final class AllowList {

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<v6>[^\\]]+)\\]|(?<host>[^:\\[\\]/]+))(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");
    private static final int LAST_PORT = 65_535;

    private final List<Entry> entries;

    private AllowList(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    private interface Entry {
        boolean names(String host, int port, InetAddress address);
    }

    /**
     * Reads the entries of a uniform.
     *
     * @throws IllegalArgumentException if one is of another form; the message names it
     */
    public static AllowList parse(List<String> texts) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(entry(text)
                    .orElseThrow(() -> new IllegalArgumentException("`" + text
                            + "` is not a host, an address, either with a port, or a range such as 10.0.0.0/8")));
        }
        return new AllowList(entries);
    }

    /**
     * Whether an entry names this.
     *
     * @param host as it stands in the URL
     * @param address one that it resolved to
     */
    boolean names(String host, int port, InetAddress address) {
        return entries.stream().anyMatch(entry -> entry.names(host, port, address));
    }

    private static Optional<Entry> entry(String text) {
        if (text.indexOf('/') >= 0) {
            return Network.parse(text).map(network -> (host, port, address) -> network.contains(address));
        }
        Optional<InetAddress> bare = IpAddresses.parse(text);
        if (bare.isPresent()) {
            return bare.map(ours -> (host, port, address) -> ours.equals(address));
        }
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<Integer> ourPort = Optional.ofNullable(parts.group("port")).map(Integer::valueOf);
        if (ourPort.filter(number -> number < 1 || number > LAST_PORT).isPresent()) {
            return Optional.empty();
        }
        String v6 = parts.group("v6");
        String name = v6 == null ? parts.group("host") : v6;
        Optional<InetAddress> literal = IpAddresses.parse(name);
        if (literal.isPresent()) {
            return literal.map(ours -> (host, port, address) -> ours.equals(address) && isPort(ourPort, port));
        }
        if (v6 != null || !HOST.matcher(name).matches() || IpAddresses.isAmbiguous(name)) {
            return Optional.empty();
        }
        String ours = IpAddresses.normalize(name);
        return Optional.of((host, port, address) -> ours.equals(IpAddresses.normalize(host)) && isPort(ourPort, port));
    }

    private static boolean isPort(Optional<Integer> ours, int port) {
        return ours.isEmpty() || ours.get() == port;
    }
}
