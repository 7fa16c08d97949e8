package sh.keptn.services.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells public addresses from all others (IANA's registries of special-purpose addresses, RFC 6890). An IPv6 address that
 * carries an IPv4 address is as public as that one is.
 */
final class SpecialAddresses {

    private static final Map<Network, String> KINDS = new LinkedHashMap<>();

    static {
        kind("a metadata address of the cloud", "169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32");
        kind("a metadata address of the cloud", "fd00:ec2::/32", "100.100.100.200/32");
        kind("unspecified", "0.0.0.0/8", "::/128");
        kind("loopback", "127.0.0.0/8", "::1/128");
        kind("link-local", "169.254.0.0/16", "fe80::/10");
        kind("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10", "64:ff9b:1::/48");
        kind("shared by a provider's customers (CGNAT)", "100.64.0.0/10");
        kind("multicast", "224.0.0.0/4", "ff00::/8");
        kind("reserved", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24");
        kind("reserved", "203.0.113.0/24", "240.0.0.0/4", "2001:db8::/32", "3fff::/20", "5f00::/16");
    }

    private static final Network COMPATIBLE = Network.of("::/96");
    private static final Network TRANSLATED = Network.of("::ffff:0:0:0/96");
    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    private static final Network TEREDO = Network.of("2001::/32");
    private static final Network PROTOCOLS = Network.of("2001::/23");
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    private SpecialAddresses() {}

    private static void kind(String name, String... networks) {
        for (String network : networks) {
            KINDS.put(Network.of(network), name);
        }
    }

    /** What an address is if it is not public. */
    static Optional<String> kindOf(InetAddress address) {
        for (Map.Entry<Network, String> kind : KINDS.entrySet()) {
            if (kind.getKey().contains(address)) {
                return Optional.of(kind.getValue());
            }
        }
        if (address instanceof Inet4Address) {
            return Optional.empty();
        }
        Optional<InetAddress> embedded = embedded(address);
        if (embedded.isPresent()) {
            return kindOf(embedded.get());
        }
        return PROTOCOLS.contains(address) || !GLOBAL_UNICAST.contains(address)
                ? Optional.of("reserved")
                : Optional.empty();
    }

    /** The IPv4 address inside; mapped ones (::ffff:a.b.c.d) are IPv4 addresses to Java already. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (COMPATIBLE.contains(address) || TRANSLATED.contains(address) || NAT64.contains(address)) {
            return Optional.of(ipv4(bytes, 12, 0));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Optional.of(ipv4(bytes, 2, 0));
        }
        if (TEREDO.contains(address)) {
            return Optional.of(ipv4(bytes, 12, 0xFF));
        }
        boolean isatap = (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && (bytes[11] & 0xFF) == 0xFE;
        return isatap ? Optional.of(ipv4(bytes, 12, 0)) : Optional.empty();
    }

    private static InetAddress ipv4(byte[] bytes, int from, int flip) {
        byte[] address = Arrays.copyOfRange(bytes, from, from + 4);
        for (int i = 0; i < address.length; i++) {
            address[i] ^= (byte) flip;
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
