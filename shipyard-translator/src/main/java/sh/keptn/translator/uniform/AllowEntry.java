package sh.keptn.translator.uniform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forms of an entry of {@code allow}: a host or an address, either with a port, or a range of addresses. What a form names
 * is decided by the HTTP client of the task services, which accepts the same ones.
 */
public final class AllowEntry {

    private static final String NUMBER = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]{2,39}(?:(?<=:)" + IPV4 + ")?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");

    /** Programs read such a host as an address, and not all as the same one. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern RANGE = Pattern.compile("(?<base>[^/]+)/(?<prefix>[0-9]{1,3})");
    private static final Pattern WITH_PORT =
            Pattern.compile("(?:\\[(?<v6>[^\\]]+)\\]|(?<host>[^:\\[\\]/]+))(?::(?<port>[0-9]{1,5}))?");
    private static final int LAST_PORT = 65_535;
    private static final String GAP = "::";
    private static final int GROUPS = 8;
    private static final int DIGITS = 4;

    private AllowEntry() {}

    /** Whether the text is an entry that can be used. */
    public static boolean isUnderstood(String text) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            int prefix = Integer.parseInt(range.group("prefix"));
            return isIpv4(range.group("base")) ? prefix <= 32 : isIpv6(range.group("base")) && prefix <= 128;
        }
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return isIpv6(text);
        }
        String port = parts.group("port");
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > LAST_PORT)) {
            return false;
        }
        String v6 = parts.group("v6");
        return v6 == null ? isHost(parts.group("host")) : isIpv6(v6) || isIpv4(v6);
    }

    private static boolean isHost(String text) {
        return isIpv4(text)
                || (HOST.matcher(text).matches()
                        && !ENDS_IN_NUMBER.matcher(text).matches());
    }

    private static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** Eight groups of at most four digits; one {@code ::} may stand for some of them, an IPv4 address for the last two. */
    private static boolean isIpv6(String text) {
        int gap = text.indexOf(GAP);
        boolean opens = text.startsWith(":") && gap != 0;
        boolean closes = text.endsWith(":") && gap != text.length() - GAP.length();
        if (!IPV6.matcher(text).matches() || gap != text.lastIndexOf(GAP) || opens || closes) {
            return false;
        }
        int groups = text.contains(".") ? 1 : 0;
        for (String group : text.split(":", -1)) {
            if (group.length() > DIGITS && !group.contains(".")) {
                return false;
            }
            groups += group.isEmpty() ? 0 : 1;
        }
        return gap < 0 ? groups == GROUPS : groups < GROUPS;
    }
}
