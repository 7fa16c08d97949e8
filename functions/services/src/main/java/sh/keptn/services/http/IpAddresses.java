package sh.keptn.services.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses in their one usual spelling, without asking anybody. */
final class IpAddresses {

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Hosts whose last label is a number are addresses to many programs (WHATWG URL standard, "ends in a number"). */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private IpAddresses() {}

    /** The address, if the text is four decimal numbers or an IPv6 address without brackets and zone. */
    static Optional<InetAddress> parse(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is an address in a spelling that programs read differently: 127.1, 2130706433, 0x7f.0.0.1, 010.0.0.1. */
    static boolean isAmbiguous(String host) {
        return ENDS_IN_NUMBER.matcher(host).matches() && parse(host).isEmpty();
    }

    /** The name in lower case without the dot at its end. */
    static String normalize(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
