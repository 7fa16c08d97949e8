package sh.keptn.services.template;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Fits values into a URL. At its very start a value has to be the start of a URL itself and comes as it is; in the host only
 * letters, digits, dots and hyphens are taken, in the port digits; in path, query and fragment everything but RFC 3986's
 * unreserved characters is percent-encoded, so that a value stays within its segment or parameter. A path segment cannot be
 * {@code .} or {@code ..}.
 */
public final class UrlEscape implements Placeholders.Escape {

    private static final Pattern WHOLE_URL = Pattern.compile("(?i)https?://[^\\s\\\\\"<>^`{|}\\p{Cntrl}]+");
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.-]+");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final String UNRESERVED = "-._~";

    @Override
    public String escape(String before, String placeholder, String value) throws PlaceholderException {
        if (before.isEmpty()) {
            return require(WHOLE_URL, placeholder, value, "a URL that starts with http:// or https://");
        }
        int authority = before.indexOf("://") + "://".length();
        if (authority < "://".length()) {
            throw new PlaceholderException(placeholder, "stands in the URL's scheme, which has to be http or https");
        }
        String rest = before.substring(authority);
        if (rest.chars().noneMatch(character -> "/?#".indexOf(character) >= 0)) {
            return rest.indexOf(':') >= 0
                    ? require(PORT, placeholder, value, "a port")
                    : require(AUTHORITY, placeholder, value, "a host");
        }
        boolean wholeSegment = rest.endsWith("/") && rest.indexOf('?') < 0 && rest.indexOf('#') < 0;
        if (wholeSegment && (value.equals(".") || value.equals(".."))) {
            throw new PlaceholderException(placeholder, "is `" + value + "`, which would change the URL's path");
        }
        return percentEncode(value);
    }

    private static String require(Pattern pattern, String placeholder, String value, String expected)
            throws PlaceholderException {
        if (!pattern.matcher(value).matches()) {
            throw new PlaceholderException(placeholder, "is not " + expected);
        }
        return value;
    }

    private static String percentEncode(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            boolean plain = (character >= '0' && character <= '9')
                    || (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || UNRESERVED.indexOf(character) >= 0;
            if (plain) {
                encoded.append(character);
            } else {
                encoded.append(String.format("%%%02X", octet));
            }
        }
        return encoded.toString();
    }
}
