package sh.keptn.services.sli.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliSecrets;

/**
 * The headers of a uniform with the secrets that they name: {@code Authorization: Bearer {{secrets.prometheus}}}. Secrets are looked
 * up at each request, stand nowhere else, and are taken out of what is said about the answer.
 */
final class SecretHeaders {

    private static final Pattern SECRET = Pattern.compile("\\{\\{ *secrets\\.([A-Za-z0-9_./-]+) *\\}\\}");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");

    /** Shorter ones would be found in any text. */
    private static final int SHORTEST = 4;

    private final Map<String, String> values;
    private final List<String> secrets;

    private SecretHeaders(Map<String, String> values, List<String> secrets) {
        this.values = values;
        this.secrets = secrets;
    }

    /**
     * Fills the headers.
     *
     * @param lookUp where their values are
     * @throws SliException if a secret is missing or cannot be in a header; the sentence names it and not its value
     */
    static SecretHeaders fill(Map<String, String> headers, SliSecrets lookUp) throws SliException {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> secrets = new ArrayList<>();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            Matcher names = SECRET.matcher(header.getValue());
            StringBuilder value = new StringBuilder();
            while (names.find()) {
                String secret = secret(names.group(1), header.getKey(), lookUp);
                secrets.add(secret);
                names.appendReplacement(value, Matcher.quoteReplacement(secret));
            }
            values.put(header.getKey(), names.appendTail(value).toString());
        }
        return new SecretHeaders(values, secrets);
    }

    private static String secret(String name, String header, SliSecrets lookUp) throws SliException {
        String value = lookUp.get(name)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> SliException.lasting(
                        "there is no secret `" + name + "`, which the header `" + header + "` needs"));
        if (CONTROL.matcher(value).find()) {
            throw SliException.lasting("the secret `" + name + "` has more than one line and cannot be in a header");
        }
        return value;
    }

    Map<String, String> values() {
        return values;
    }

    /** A text of somebody else's, without the secrets that it repeats. */
    String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST) {
                redacted = redacted.replace(secret, "***");
            }
        }
        return redacted;
    }
}
